package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The teams of a group-buy as the crowd knows them. Any thread. */
final class Teams {
    private static final Set<String> BACK = Set.of("refunded");
    private static final Set<String> GONE = Set.of("expired", "cancelled", "refunded");
    private static final int MOST_LOOKED_AT = 300;

    private final int size;
    private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> ends = new HashMap<>();

    Teams(int size) {
        this.size = size;
    }

    /** Its card is in the chat group now. */
    void opened(String teamId) {
        opened.add(teamId);
    }

    /** Any card of the chat group, nothing as long as there is none. */
    Optional<String> any() {
        int known = opened.size();
        return known == 0
                ? Optional.empty()
                : Optional.of(opened.get(ThreadLocalRandom.current().nextInt(known)));
    }

    /** The order's seat was given back. */
    void left(String orderId) {
        left.add(orderId);
    }

    int count() {
        return opened.size();
    }

    int leavers() {
        return left.size();
    }

    /** How many teams came to which end. */
    Map<String, Long> ends() {
        return Map.copyOf(ends);
    }

    /** A team has all its seats sold or none; nobody's money stays without a seat. */
    void compare(Books books, Organiser organiser, List<JsonNode> orders) {
        Map<String, Integer> settled = new HashMap<>();
        Map<String, Integer> holding = new HashMap<>();
        for (JsonNode order : orders) {
            String team = order.path("formationId").asText();
            settled.merge(team, isIn(order, Set.of("settled")) ? 1 : 0, Integer::sum);
            holding.merge(team, Books.isHolding(order) ? 1 : 0, Integer::sum);
            compare(books, order);
        }
        holding.forEach((team, seats) -> {
            if (seats > size) {
                books.complain("team " + team + " is over-filled: " + seats + " of " + size);
            }
            int bought = settled.getOrDefault(team, 0);
            if (seats != bought || bought != 0 && bought != size) {
                books.complain(
                        "team " + team + " has " + seats + " seats taken and " + bought + " of " + size + " sold");
            }
            ends.merge(bought == size ? "formed" : "lapsed", 1L, Long::sum);
        });
        holding.keySet().stream()
                .limit(MOST_LOOKED_AT)
                .forEach(team -> compare(books, organiser.formation(team), settled.getOrDefault(team, 0)));
    }

    private void compare(Books books, JsonNode order) {
        String id = order.path("id").asText();
        boolean isPaid = books.isPaid(id);
        boolean isRight = isPaid
                ? isIn(order, left.contains(id) ? BACK : Set.of("settled", "refunded"))
                : isIn(order, left.contains(id) ? Set.of("cancelled") : GONE);
        boolean isBack = !isIn(order, BACK)
                || order.path("refundedFen").asLong() == order.path("amountFen").asLong();
        if ((!isRight || !isBack) && !books.isDoubtful(order.path("shopperId").asText())) {
            books.complain("order " + id + (isPaid ? ", paid," : ", unpaid,") + " is "
                    + order.path("state").asText() + " with " + order.path("refundedFen") + " fen refunded");
        }
    }

    private void compare(Books books, JsonNode team, int bought) {
        String state = team.path("state").asText();
        int members = team.path("members").size();
        if (state.equals("formed") != (bought == size) || state.equals("forming")) {
            books.complain("team " + team.path("id").asText() + " is " + state + " with " + bought + " seats sold");
        }
        if (members > size || team.path("progress").asInt() > size) {
            books.complain("team " + team.path("id").asText() + " shows " + members + " members of " + size);
        }
    }

    private static boolean isIn(JsonNode order, Set<String> states) {
        return states.contains(order.path("state").asText());
    }
}
