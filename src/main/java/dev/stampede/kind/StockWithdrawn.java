package dev.stampede.kind;

import java.util.function.Function;

/**
 * An operator took units out of an offer. It is no shopper's, and it is never void.
 *
 * @param units 1 or more
 * @param actor who did it
 * @param reason why, as told
 */
public record StockWithdrawn(
        String id, String requestKey, String fingerprint, String sku, long units, String actor, String reason)
        implements Outcome {
    @Override
    public String shopperId() {
        return "";
    }

    @Override
    public <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn,
            Function<FormationOpened, T> opened,
            Function<CutGiven, T> cut) {
        return withdrawn.apply(this);
    }
}
