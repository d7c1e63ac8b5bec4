package dev.stampede.scenario;

import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcomes;
import dev.stampede.money.Money;
import java.util.List;

/**
 * Requests that one node sends in one script call.
 *
 * @param id names this batch and no other
 * @param notAfter in ms from the start of the story
 */
record Batch(
        String id,
        long generation,
        long revision,
        long settledThrough,
        long notAfter,
        List<Window> windows,
        List<Request> requests) {
    Batch {
        windows = List.copyOf(windows);
        requests = List.copyOf(requests);
    }

    /** When the campaign sells, in ms from the start of the story; half open. */
    record Window(long from, long to) {}

    /**
     * One shopper's request.
     *
     * @param fingerprint hex digits; equal for equal bodies
     * @param refusal what the definition says against it, or empty
     * @param outcome the id of the order that it proposes
     */
    record Request(
            String shopper, String key, String fingerprint, String refusal, String outcome, String sku, int units) {
        /** Under what the request is remembered. */
        String name() {
            return shopper + "|" + key;
        }

        /** The outcome as the outbox carries it. */
        String payload() {
            return Outcomes.write(
                    new OrderHeld(outcome, shopper, key, fingerprint, sku, units, Money.ofFen(990), null));
        }
    }
}
