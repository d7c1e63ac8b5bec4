package dev.stampede.push;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver an event.
 *
 * @param attempt 1 for the first
 * @param status what the receiver answered; null when it did not
 * @param error why there was no answer; null when there was one
 * @param millis how long it took
 */
record WebhookDelivery(
        String eventId,
        String type,
        String campaignId,
        Instant at,
        int attempt,
        @Nullable Integer status,
        @Nullable String error,
        long millis) {
    private static final int GONE = 410;

    boolean isAccepted() {
        return status != null && status >= 200 && status < 300;
    }

    /** Whether the receiver said that it will never want events again. */
    boolean isGone() {
        return status != null && status == GONE;
    }
}
