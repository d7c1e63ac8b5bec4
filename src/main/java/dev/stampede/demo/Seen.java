package dev.stampede.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order as a later look found it.
 *
 * @param stays when it had its units, earliest first; one that was paid late may have had them twice
 */
record Seen(String orderId, String campaignId, int quantity, long amountFen, String state, List<Stay> stays) {
    private static final Set<String> SOLD = Set.of("paid", "settled", "fulfilled");

    Seen {
        stays = List.copyOf(stays);
    }

    /**
     * A time with the units.
     *
     * @param until when they went back, or null when they did not
     */
    record Stay(Instant from, @Nullable Instant until) {}

    static Seen of(ObjectNode order) {
        return new Seen(
                order.path("id").asText(),
                order.path("campaignId").asText(),
                order.path("quantity").asInt(),
                order.path("amountFen").asLong(),
                order.path("state").asText(),
                stays(order));
    }

    boolean isHeld() {
        return state.equals("held");
    }

    boolean isSold() {
        return SOLD.contains(state);
    }

    /** Whether its money is back. */
    boolean isReturned() {
        return state.equals("refunded");
    }

    boolean is(Receipt receipt) {
        return orderId.equals(receipt.orderId())
                && campaignId.equals(receipt.campaignId())
                && quantity == receipt.quantity()
                && amountFen == receipt.amountFen();
    }

    private static List<Stay> stays(ObjectNode order) {
        List<Stay> stays = new ArrayList<>();
        @Nullable Instant from = Instant.parse(order.path("createdAt").asText());
        for (JsonNode entry : order.path("history")) {
            String to = entry.path("to").asText();
            Instant at = Instant.parse(entry.path("at").asText());
            boolean hasUnits = to.equals("held") || SOLD.contains(to);
            if (hasUnits && from == null) {
                from = at;
            } else if (!hasUnits && from != null) {
                stays.add(new Stay(from, at));
                from = null;
            }
        }
        if (from != null) {
            stays.add(new Stay(from, null));
        }
        return stays;
    }
}
