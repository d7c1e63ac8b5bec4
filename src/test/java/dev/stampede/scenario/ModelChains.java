package dev.stampede.scenario;

import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Picture.Hold;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a bargain, written a second time. Terms: sku, helpers, start price, owner, floor, smallest and largest cut,
 * newcomers' weight, seconds to claim within, holds its unit, may be bought early.
 */
final class ModelChains {
    private static final int OWNER = 3;
    private static final int FLOOR = 4;
    private static final int MIN = 5;
    private static final int MAX = 6;
    private static final int WEIGHT = 7;
    private static final int CLAIM_WITHIN = 8;
    private static final int HOLDS_UNIT = 9;
    private static final int BUYS_EARLY = 10;

    private final ModelState state;

    ModelChains(ModelState state) {
        this.state = state;
    }

    Map<String, ModelAction> actions() {
        return Map.of("start_chain", new Start(state), "assist", new Help(state), "claim", new Claim(state));
    }

    private static @Nullable Formation chain(ModelState state, Request request) {
        return state.formations.get(request.wish().formation());
    }

    private static boolean isComplete(Formation chain) {
        return chain.count() == chain.goal();
    }

    private record Start(ModelState state) implements ModelAction {
        @Override
        public long closesAt(Request request) {
            return state.definition.closesAt();
        }

        @Override
        public String sku(Request request) {
            return request.sku();
        }

        @Override
        public String word(Request request) {
            String word = state.available(request.sku(), 1, request.shopper());
            boolean isOpen = state.slots.getOrDefault(request.wish().slot("start_chain", request), 0L) > 0;
            return word.equals("OK") && isOpen ? "CHAIN_OPEN" : word;
        }

        @Override
        public String accept(Request request) {
            Wish wish = request.wish();
            long deadline = Math.min(state.now + wish.chains().seconds() * 1_000, state.definition.closesAt());
            String slot = wish.slot("start_chain", request);
            state.slots.merge(slot, 1L, Long::sum);
            state.formations.put(
                    request.outcome(),
                    new Formation(
                            wish.terms("start_chain", request),
                            deadline,
                            0,
                            -1,
                            wish.chains().gap(),
                            wish.partList(),
                            slot,
                            "",
                            false));
            return ",\"deadline\":" + (deadline - state.now);
        }
    }

    private record Help(ModelState state) implements ModelAction {
        @Override
        public long closesAt(Request request) {
            return state.definition.closesAt();
        }

        @Override
        public String sku(Request request) {
            Formation chain = chain(state, request);
            return chain == null ? "" : chain.sku();
        }

        @Override
        public String word(Request request) {
            String id = request.wish().formation();
            Formation chain = chain(state, request);
            if (chain == null) {
                return "UNKNOWN_CHAIN";
            }
            if (!state.holds.containsKey(id) && state.left(chain.sku()) < 1) {
                return "SOLD_OUT";
            }
            if (state.isOver(chain) || !chain.claim().isEmpty() || isComplete(chain)) {
                return "CHAIN_CLOSED";
            }
            if (chain.word(OWNER).equals(request.shopper())) {
                return "OWN_CHAIN";
            }
            if (state.members.containsKey(id + "|" + request.shopper())) {
                return "ALREADY_ASSISTED";
            }
            if (given(request.shopper()) >= request.wish().chains().perCampaign()
                    || given(request.shopper() + "|" + request.wish().day())
                            >= request.wish().chains().perDay()) {
                return "ASSIST_LIMIT";
            }
            boolean isOwnerFree =
                    state.available(chain.sku(), 1, chain.word(OWNER)).equals("OK");
            return chain.flag(HOLDS_UNIT) && chain.count() + 1 == chain.goal() && !isOwnerFree ? "SOLD_OUT" : "OK";
        }

        private long given(String tally) {
            return state.tallies.getOrDefault(tally, 0L);
        }

        @Override
        public String accept(Request request) {
            String id = request.wish().formation();
            String day = Long.toString(request.wish().day());
            Formation before = state.formation(id);
            long fen = cut(before, request.wish().isNewcomer());
            Formation chain = before.cutting(fen);
            long deadline = 0;
            String unitFor = "";
            if (isComplete(chain)) {
                deadline = chain.number(CLAIM_WITHIN) * 1_000;
                chain = chain.until(state.now + deadline);
            }
            if (isComplete(chain) && chain.flag(HOLDS_UNIT)) {
                unitFor = chain.word(OWNER);
                state.move(unitFor, chain.sku(), 1);
                state.holds.put(id, new Hold(unitFor, chain.sku(), 1));
            }
            state.formations.put(id, chain);
            state.members.put(id + "|" + request.shopper(), request.outcome());
            state.holds.put(request.outcome(), new Hold(request.shopper(), chain.sku(), 0, id, day));
            state.tallies.merge(request.shopper(), 1L, Long::sum);
            state.tallies.merge(request.shopper() + "|" + day, 1L, Long::sum);
            return ",\"sku\":\"%s\",\"position\":%d,\"cutFen\":%d,\"unitFor\":\"%s\",\"deadline\":%d"
                    .formatted(chain.sku(), chain.count(), fen, unitFor, deadline);
        }

        /** The part, weighted, kept within what leaves the helpers to come cuts within the bounds. */
        private static long cut(Formation chain, boolean isNewcomer) {
            long toCome = chain.goal() - chain.count() - 1;
            if (toCome == 0) {
                return chain.rest();
            }
            long wanted = chain.part(chain.count() + 1);
            if (isNewcomer) {
                wanted = wanted * chain.number(WEIGHT) / 100;
            }
            long most = Math.min(chain.number(MAX), chain.rest() - toCome * chain.number(MIN));
            long least = Math.max(chain.number(MIN), chain.rest() - toCome * chain.number(MAX));
            return wanted > most ? most : Math.max(wanted, least);
        }
    }

    private record Claim(ModelState state) implements ModelAction {
        @Override
        public long closesAt(Request request) {
            Formation chain = chain(state, request);
            boolean runsOn = chain != null && isComplete(chain) && state.now < chain.deadline();
            return runsOn ? Long.MAX_VALUE : state.definition.closesAt();
        }

        @Override
        public String sku(Request request) {
            Formation chain = chain(state, request);
            return chain == null ? "" : chain.sku();
        }

        @Override
        public String word(Request request) {
            String id = request.wish().formation();
            Formation chain = chain(state, request);
            if (chain == null) {
                return "UNKNOWN_CHAIN";
            }
            String word = state.holds.containsKey(id) ? "OK" : state.available(chain.sku(), 1, request.shopper());
            if (!word.equals("OK")) {
                return word;
            }
            if (!chain.word(OWNER).equals(request.shopper())) {
                return "NOT_OWNER";
            }
            if (state.isOver(chain)) {
                return "CHAIN_CLOSED";
            }
            if (!chain.claim().isEmpty()) {
                return "ALREADY_CLAIMED";
            }
            return isComplete(chain) || chain.flag(BUYS_EARLY) ? "OK" : "CHAIN_NOT_DONE";
        }

        @Override
        public String accept(Request request) {
            String id = request.wish().formation();
            Formation chain = state.formation(id);
            boolean hasUnit = state.holds.remove(id) != null;
            if (!hasUnit) {
                state.move(request.shopper(), chain.sku(), 1);
            }
            state.holds.put(request.outcome(), new Hold(request.shopper(), chain.sku(), 1, id, "-"));
            state.formations.put(id, chain.claimedBy(request.outcome()));
            return ",\"sku\":\"%s\",\"unitPriceFen\":%d,\"hasUnit\":%s"
                    .formatted(chain.sku(), chain.number(FLOOR) + chain.rest(), hasUnit);
        }
    }
}
