package dev.stampede.order;

import java.util.Optional;

/**
 * What became of a wish to change an order.
 *
 * @param order as it is now; empty when the verdict is a refusal
 */
public record OrderAnswer(Verdict verdict, Optional<Order> order) {
    /** Why the order was changed, or why not. */
    public enum Verdict {
        /** This request changed it. */
        DONE,
        /** An earlier request with the same key did. */
        REPLAYED,
        /** An earlier request with the same key asked for something else. */
        MISMATCH,
        /** The order's state, or its campaign, does not allow it. */
        WRONG_STATE,
        /** The campaign is archived. */
        ENDED,
        /** The order is another shopper's. */
        NOT_THEIRS,
        /** There is no row of that id. */
        NO_ROW
    }

    static OrderAnswer of(Verdict verdict, Order order) {
        return new OrderAnswer(verdict, Optional.of(order));
    }

    static OrderAnswer refusal(Verdict verdict) {
        return new OrderAnswer(verdict, Optional.empty());
    }
}
