package dev.stampede.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order as a later look found it.
 *
 * @param from since when it has its units
 * @param until when it gave them back, or null when it has them still
 */
record Seen(
        String orderId,
        String campaignId,
        int quantity,
        long amountFen,
        String state,
        Instant from,
        @Nullable Instant until) {
    private static final Set<String> SOLD = Set.of("paid", "settled", "fulfilled");

    static Seen of(ObjectNode order) {
        return new Seen(
                order.path("id").asText(),
                order.path("campaignId").asText(),
                order.path("quantity").asInt(),
                order.path("amountFen").asLong(),
                order.path("state").asText(),
                Instant.parse(order.path("createdAt").asText()),
                until(order));
    }

    boolean isHeld() {
        return state.equals("held");
    }

    boolean isSold() {
        return SOLD.contains(state);
    }

    boolean is(Receipt receipt) {
        return orderId.equals(receipt.orderId())
                && campaignId.equals(receipt.campaignId())
                && quantity == receipt.quantity()
                && amountFen == receipt.amountFen();
    }

    private static @Nullable Instant until(ObjectNode order) {
        Instant until = null;
        for (JsonNode entry : order.path("history")) {
            String to = entry.path("to").asText();
            boolean hasUnits = to.equals("held") || SOLD.contains(to);
            if (hasUnits) {
                until = null;
            } else if (until == null) {
                until = Instant.parse(entry.path("at").asText());
            }
        }
        return until;
    }
}
