package dev.stampede.scenario;

import dev.stampede.kind.Outcomes;
import java.util.List;

/**
 * Requests that one node sends in one script call.
 *
 * @param action what all of them ask for
 * @param id names this batch and no other
 * @param notAfter in ms from the start of the story
 */
record Batch(
        String action,
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

    /** Of purchases. */
    Batch(
            String id,
            long generation,
            long revision,
            long settledThrough,
            long notAfter,
            List<Window> windows,
            List<Request> requests) {
        this("purchase", id, generation, revision, settledThrough, notAfter, windows, requests);
    }

    /** When the campaign sells, in ms from the start of the story; half open. */
    record Window(long from, long to) {}

    /**
     * One shopper's request.
     *
     * @param fingerprint hex digits; equal for equal bodies
     * @param refusal what the definition says against it, or empty
     * @param outcome the id of what it proposes
     * @param sku empty when it is the formation's
     */
    record Request(
            String shopper,
            String key,
            String fingerprint,
            String refusal,
            String outcome,
            String sku,
            int units,
            Wish wish) {
        /** Of an order of its own. */
        Request(String shopper, String key, String fingerprint, String refusal, String outcome, String sku, int units) {
            this(shopper, key, fingerprint, refusal, outcome, sku, units, Wish.NONE);
        }

        /** Under what the request is remembered. */
        String name() {
            return shopper + "|" + key;
        }

        /** The outcome as the script is given it. */
        String payload(String action) {
            return Outcomes.write(wish.outcome(action, this));
        }
    }
}
