package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a 201 promised.
 *
 * @param asked the units that the shopper had asked for
 */
record Receipt(
        String shopper,
        String key,
        int asked,
        String orderId,
        String campaignId,
        int quantity,
        long amountFen,
        Instant payBy) {
    /** The order in the answer to this shopper's key. */
    static Receipt of(String shopper, String key, int asked, Reply reply) {
        ObjectNode order = reply.body().withObject("/order");
        return new Receipt(
                shopper,
                key,
                asked,
                order.path("id").asText(),
                order.path("campaignId").asText(),
                order.path("quantity").asInt(),
                order.path("amountFen").asLong(),
                time(order.path("payBy").textValue()));
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
