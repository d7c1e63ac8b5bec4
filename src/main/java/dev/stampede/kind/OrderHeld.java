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
 * @param sku empty until the script has decided it, when it is the formation's
 * @param source where the shopper came from, as sent, or null
 * @param membership what the order is to a formation, or null
 */
public record OrderHeld(
        String id,
        String shopperId,
        String requestKey,
        String fingerprint,
        String sku,
        int quantity,
        Money unitPrice,
        @Nullable ObjectNode source,
        @Nullable Membership membership)
        implements Outcome {
    /** An order of its own. */
    public OrderHeld(
            String id,
            String shopperId,
            String requestKey,
            String fingerprint,
            String sku,
            int quantity,
            Money unitPrice,
            @Nullable ObjectNode source) {
        this(id, shopperId, requestKey, fingerprint, sku, quantity, unitPrice, source, null);
    }

    public Money amount() {
        return unitPrice.times(quantity);
    }

    @Override
    public <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn,
            Function<FormationOpened, T> opened,
            Function<CutGiven, T> cut) {
        return held.apply(this);
    }
}
