package dev.stampede.order;

import io.vertx.core.Future;

/** Takes the units of an expired order again, for money that came late. The road of takes does it; this room only asks. */
public interface Reacquisition {
    /** What became of it. */
    enum Verdict {
        /** The units are the shopper's, and the payment is applied to the order: committed. */
        TAKEN,
        /** No stock, no room within the shopper's limit, or the order may not be paid any more: the money goes back. */
        REFUSED,
        /** Not known yet: ask again with the same payment. */
        LATER
    }

    /**
     * Takes the units under a hold that has the payment's id. Asking twice takes once.
     *
     * @param order as it was read; it may have moved on since
     */
    Future<Verdict> take(Order order, String paymentId);
}
