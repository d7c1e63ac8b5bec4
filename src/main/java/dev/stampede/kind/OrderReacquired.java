package dev.stampede.kind;

import java.util.function.Function;

/**
 * The units of an expired order are the shopper's again, for money that came late.
 *
 * @param id of the payment, and of the new hold
 * @param quantity units, 1 to 1,000
 */
public record OrderReacquired(
        String id, String orderId, String shopperId, String requestKey, String fingerprint, String sku, int quantity)
        implements Outcome {
    @Override
    public <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn,
            Function<FormationOpened, T> opened,
            Function<CutGiven, T> cut) {
        return reacquired.apply(this);
    }
}
