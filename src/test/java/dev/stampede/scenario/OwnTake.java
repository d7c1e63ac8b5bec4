package dev.stampede.scenario;

import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.StockWithdrawn;

/**
 * A take that no shopper's request carries, in a script call of its own.
 *
 * @param batch names this call and no other
 * @param notAfter in ms from the start of the story
 * @param shopper empty when units are withdrawn
 * @param fingerprint hex digits; equal for equal takes
 * @param outcome of a re-acquire, the payment and the new hold
 */
record OwnTake(
        String batch,
        long generation,
        long settledThrough,
        long notAfter,
        String shopper,
        String key,
        String fingerprint,
        String outcome,
        String sku,
        int units) {
    /** Under what it is remembered. */
    String name() {
        return shopper + "|" + key;
    }

    /** As the outbox carries it when it takes units for a shopper. */
    String reacquired() {
        return Outcomes.write(new OrderReacquired(
                outcome, key.substring(key.indexOf(':') + 1), shopper, key, fingerprint, sku, units));
    }

    /** As the outbox carries it when it takes units out. */
    String withdrawn() {
        return Outcomes.write(new StockWithdrawn(outcome, key, fingerprint, sku, units, "olga", "too many"));
    }
}
