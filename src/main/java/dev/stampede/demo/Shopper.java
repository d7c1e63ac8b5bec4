package dev.stampede.demo;

/**
 * One simulated shopper.
 *
 * @param looksAtMs when the page is opened, counted from the opening and negative; 0 for never
 * @param clicksAtMs when the button is pressed, counted from the opening
 * @param peeksAtMs a press before the opening, negative; 0 for none
 * @param paysAfterMs how long the payment takes, or the shopper thinks before it goes otherwise
 * @param returnsEveryMs how often one who found nothing left tries again; 0 for never
 */
record Shopper(
        String id,
        String token,
        Clicks clicks,
        int quantity,
        long looksAtMs,
        long clicksAtMs,
        long peeksAtMs,
        Intent intent,
        long paysAfterMs,
        long returnsEveryMs) {
    boolean pays() {
        return intent == Intent.PAYS;
    }

    boolean looks() {
        return looksAtMs < 0;
    }

    boolean isEarly() {
        return peeksAtMs < 0;
    }

    boolean comesBack() {
        return returnsEveryMs > 0;
    }
}
