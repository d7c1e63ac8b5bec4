package dev.stampede.kind;

import java.util.function.Function;

/**
 * What an accepted take causes: the closed set that settlement, audit and feed understand. {@link Outcomes} writes it into the
 * outbox and reads it back.
 */
public sealed interface Outcome permits OrderHeld, OrderReacquired, StockWithdrawn, FormationOpened, CutGiven {
    /** The id under which Redis remembers the outcome; of an order, its id. */
    String id();

    /** Whose units or wish it is; empty when it is no shopper's. */
    String shopperId();

    /** The {@code Idempotency-Key}, or a key of the engine's own, which holds a colon that no client can send. */
    String requestKey();

    /** Of action and canonical body: hex digits. */
    String fingerprint();

    /** The offer whose units it moves. */
    String sku();

    /** Answers with the function of the case at hand. */
    <T> T match(
            Function<OrderHeld, T> held,
            Function<OrderReacquired, T> reacquired,
            Function<StockWithdrawn, T> withdrawn,
            Function<FormationOpened, T> opened,
            Function<CutGiven, T> cut);
}
