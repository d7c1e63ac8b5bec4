package dev.stampede.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purchase as Postgres has it.
 *
 * @param id a TSID of 13 characters
 * @param kind the kind of its campaign
 * @param quantity units, 1 or more
 * @param payBy until then the units wait for the payment
 * @param source where the shopper came from, as sent, or null
 * @param voidReason the code of the refusal when settlement found the outcome void, else null
 * @param history oldest first; the first entry leads to {@code held}
 * @param formationId of the formation that it is in, or null
 * @param rewards what its shopper was granted for leading the formation that it buys from
 */
public record Order(
        String id,
        String campaignId,
        String kind,
        String shopperId,
        String sku,
        int quantity,
        Money unitPrice,
        Money amount,
        Money refunded,
        OrderState state,
        Instant payBy,
        Instant createdAt,
        @Nullable ObjectNode source,
        @Nullable String voidReason,
        List<HistoryEntry> history,
        @Nullable String formationId,
        List<Reward> rewards) {
    public Order {
        history = List.copyOf(history);
        rewards = List.copyOf(rewards);
    }

    /** In no formation. */
    public Order(
            String id,
            String campaignId,
            String kind,
            String shopperId,
            String sku,
            int quantity,
            Money unitPrice,
            Money amount,
            Money refunded,
            OrderState state,
            Instant payBy,
            Instant createdAt,
            @Nullable ObjectNode source,
            @Nullable String voidReason,
            List<HistoryEntry> history) {
        this(
                id,
                campaignId,
                kind,
                shopperId,
                sku,
                quantity,
                unitPrice,
                amount,
                refunded,
                state,
                payBy,
                createdAt,
                source,
                voidReason,
                history,
                null,
                List.of());
    }

    /** The same order with these rewards. */
    public Order rewarded(List<Reward> granted) {
        return new Order(
                id,
                campaignId,
                kind,
                shopperId,
                sku,
                quantity,
                unitPrice,
                amount,
                refunded,
                state,
                payBy,
                createdAt,
                source,
                voidReason,
                history,
                formationId,
                granted);
    }

    /** Something granted when the formation had that many helpers. */
    public record Reward(int at, String kind, JsonNode value) {}
}
