package dev.stampede.order;

import java.util.Optional;

/**
 * What a shopper who wants to pay gets.
 *
 * @param intent empty when the verdict is a refusal
 */
public record IntentAnswer(Verdict verdict, Optional<PaymentIntent> intent) {
    /** Why there is an intent, or why not. */
    public enum Verdict {
        /** This request made it. */
        OPENED,
        /** An earlier request with the same key made it. */
        REPLAYED,
        /** A request with another key made it, and the order still waits for the payment. */
        STILL_OPEN,
        /** An earlier request with the same key was told of an intent that another key had opened. */
        STILL_OPEN_REPLAYED,
        /** An earlier request with the same key asked for something else. */
        MISMATCH,
        /** The order doesn't wait for a payment. */
        WRONG_STATE,
        /** The order is another shopper's. */
        NOT_THEIRS,
        /** There is no row of that id. */
        NO_ROW
    }

    static IntentAnswer of(Verdict verdict, PaymentIntent intent) {
        return new IntentAnswer(verdict, Optional.of(intent));
    }

    static IntentAnswer refusal(Verdict verdict) {
        return new IntentAnswer(verdict, Optional.empty());
    }
}
