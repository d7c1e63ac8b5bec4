package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The chains of a bargain as the crowd knows them: whose each is, who cut how much, and whether it is done. Any thread. */
final class Chains {
    private static final int NEWEST = 200;
    private static final int MOST_LOOKED_AT = 500;

    private final int helpers;
    private final List<Chain> started = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Chain> byId = new ConcurrentHashMap<>();
    private final Map<String, Long> ends = new TreeMap<>();

    private static final class Chain {
        final String id;
        final int owner;
        final Map<Integer, Long> cuts = new ConcurrentHashMap<>();
        volatile boolean isDone;
        volatile boolean isDoubtful;

        Chain(String id, int owner) {
            this.id = id;
            this.owner = owner;
        }
    }

    Chains(int helpers) {
        this.helpers = helpers;
    }

    /** Its card is in the chat group now. */
    void started(String id, Shopper owner) {
        Chain chain = new Chain(id, owner.number());
        if (byId.putIfAbsent(id, chain) == null) {
            started.add(chain);
        }
    }

    /** One of the newest cards that this shopper may still help; nothing when there is none. */
    Optional<String> any(Shopper helper) {
        int known = started.size();
        List<Chain> open = IntStream.range(Math.max(0, known - NEWEST), known)
                .mapToObj(started::get)
                .filter(chain -> !chain.isDone && chain.owner != helper.number())
                .toList();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.get(ThreadLocalRandom.current().nextInt(open.size())).id);
    }

    /** A help was accepted, now or the first time. */
    void helped(String id, Shopper helper, Answer answer, Books books) {
        Chain chain = known(id);
        long cutFen = answer.body().path("cutFen").asLong();
        Long before = chain.cuts.putIfAbsent(helper.number(), cutFen);
        if (before != null && before != cutFen) {
            books.complain(helper.id() + " helped chain " + id + " with " + before + " and with " + cutFen + " fen");
        }
        if (answer.body().path("formation").path("state").asText().equals("formed")) {
            chain.isDone = true;
        }
    }

    /** The engine takes no more help for it. */
    void closed(String id) {
        known(id).isDone = true;
    }

    /** Nobody knows whether a help counted. */
    void doubt(String id) {
        known(id).isDoubtful = true;
    }

    boolean isDone(String id) {
        return known(id).isDone;
    }

    int count() {
        return started.size();
    }

    int helps() {
        return started.stream().mapToInt(chain -> chain.cuts.size()).sum();
    }

    /** How many chains came to which end. */
    Map<String, Long> ends() {
        return Map.copyOf(ends);
    }

    private Chain known(String id) {
        Chain chain = byId.get(id);
        if (chain == null) {
            throw new IllegalStateException("nobody started chain " + id);
        }
        return chain;
    }

    /** The cuts that the helpers were told add up to what the price fell by, and each of them counted once. */
    void compare(Books books, Organiser organiser) {
        started.stream()
                .filter(chain -> !chain.isDoubtful)
                .limit(MOST_LOOKED_AT)
                .forEach(chain -> compare(books, chain, organiser.formation(chain.id)));
    }

    private void compare(Books books, Chain chain, JsonNode seen) {
        String state = seen.path("state").asText();
        long cutFen = chain.cuts.values().stream().mapToLong(Long::longValue).sum();
        books.expect(
                "helpers of chain " + chain.id + ", and helps told",
                seen.path("progress").asInt(),
                chain.cuts.size());
        books.expect(
                "price of chain " + chain.id + " (" + state + "), and what the cuts leave",
                seen.path("priceFen").asLong(),
                Campaigns.PRICE_FEN - cutFen);
        boolean isDone = List.of("formed", "claimed").contains(state);
        if (isDone != (chain.cuts.size() == helpers)
                || isDone != (cutFen == Campaigns.PRICE_FEN - Campaigns.FLOOR_FEN)) {
            books.complain("chain " + chain.id + " is " + state + " with " + chain.cuts.size() + " helpers");
        }
        ends.merge(state, 1L, Long::sum);
    }
}
