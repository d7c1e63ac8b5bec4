package dev.stampede.kind;

/**
 * What an accepted action causes: the closed set that settlement, audit and feed understand. {@link Outcomes} writes it into
 * the outbox and reads it back.
 */
public sealed interface Outcome permits OrderHeld {
    /** The id under which Redis remembers the outcome; of an order, its id. */
    String id();

    String shopperId();

    /** The {@code Idempotency-Key}, or a key of the engine's own. */
    String requestKey();

    /** Of action and canonical body. */
    String fingerprint();
}
