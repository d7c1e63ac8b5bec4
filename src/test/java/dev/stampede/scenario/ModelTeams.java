package dev.stampede.scenario;

import dev.stampede.scenario.Batch.Request;
import dev.stampede.scenario.Picture.Hold;
import java.util.Map;

/** The rules of a group-buy, written a second time. Terms: sku, size, price, newcomers, runs on. */
final class ModelTeams {
    private static final int PRICE = 2;
    private static final int NEWCOMERS = 3;
    private static final int RUNS_ON = 4;

    private final ModelState state;

    ModelTeams(ModelState state) {
        this.state = state;
    }

    Map<String, ModelAction> actions() {
        return Map.of("open_team", new Open(state), "join_team", new Join(state));
    }

    private static void seat(ModelState state, Request request, String sku) {
        String team = request.wish().formation();
        state.move(request.shopper(), sku, 1);
        state.members.put(team + "|" + request.shopper(), request.outcome());
        state.holds.put(
                request.outcome(),
                new Hold(request.shopper(), sku, 1, team, request.wish().isNewcomer() ? "n" : "-"));
    }

    private record Open(ModelState state) implements ModelAction {
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
            boolean isFree = state.slots.getOrDefault(request.shopper(), 0L)
                    < request.wish().teams().perShopper();
            return word.equals("OK") && !isFree ? "TEAM_LIMIT" : word;
        }

        @Override
        public String accept(Request request) {
            Wish wish = request.wish();
            long deadline = state.now + wish.teams().seconds() * 1_000;
            if (!wish.teams().runsOn()) {
                deadline = Math.min(deadline, state.definition.closesAt());
            }
            String terms = wish.terms("open_team", request);
            state.formations.put(
                    wish.formation(),
                    new Formation(terms, deadline, 1, wish.isNewcomer() ? 1 : 0, -1, "", request.shopper(), "", false));
            state.slots.merge(request.shopper(), 1L, Long::sum);
            seat(state, request, request.sku());
            return ",\"deadline\":" + (deadline - state.now);
        }
    }

    private record Join(ModelState state) implements ModelAction {
        @Override
        public long closesAt(Request request) {
            Formation team = state.formations.get(request.wish().formation());
            return team != null && team.flag(RUNS_ON) ? Long.MAX_VALUE : state.definition.closesAt();
        }

        @Override
        public String sku(Request request) {
            Formation team = state.formations.get(request.wish().formation());
            return team == null ? "" : team.sku();
        }

        @Override
        public String word(Request request) {
            Wish wish = request.wish();
            Formation team = state.formations.get(wish.formation());
            if (team == null) {
                return "UNKNOWN_TEAM";
            }
            String word = state.available(team.sku(), 1, request.shopper());
            if (!word.equals("OK")) {
                return word;
            }
            if (state.isOver(team)) {
                return "TEAM_CLOSED";
            }
            if (state.members.containsKey(wish.formation() + "|" + request.shopper())) {
                return "ALREADY_MEMBER";
            }
            long free = team.goal() - team.count();
            boolean isKept = !wish.isNewcomer() && free <= team.number(NEWCOMERS) - team.newcomers();
            return free <= 0 || isKept ? "TEAM_FULL" : "OK";
        }

        @Override
        public String accept(Request request) {
            Wish wish = request.wish();
            Formation team = state.formation(wish.formation());
            state.formations.put(wish.formation(), team.seating(1, wish.isNewcomer() ? 1 : 0));
            seat(state, request, team.sku());
            return ",\"sku\":\"" + team.sku() + "\",\"unitPriceFen\":" + team.word(PRICE);
        }
    }
}
