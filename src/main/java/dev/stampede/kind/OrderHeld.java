package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.money.Money;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A shopper holds units of an offer until the payment deadline.
 *
 * @param id of the order, and of its hold
 * @param quantity units, 1 to 1,000
 * @param source where the shopper came from, as sent, or null
 */
public record OrderHeld(
        String id,
        String shopperId,
        String requestKey,
        String fingerprint,
        String sku,
        int quantity,
        Money unitPrice,
        @Nullable ObjectNode source)
        implements Outcome {
    public Money amount() {
        return unitPrice.times(quantity);
    }

    @Override
    public <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn) {
        return held.apply(this);
    }
}
