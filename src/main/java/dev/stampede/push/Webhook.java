package dev.stampede.push;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of events, without its secrets.
 *
 * @param events the words of the types it gets; empty means all
 * @param oldSecretUntil when a secret that was replaced stops signing; null when none does
 * @param failingSince since when some campaign's events were not accepted; null when all are
 * @param disabledAt null while events are sent
 */
record Webhook(
        String id,
        String url,
        List<String> events,
        String createdBy,
        Instant createdAt,
        @Nullable Instant oldSecretUntil,
        @Nullable Instant failingSince,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason) {
    Webhook {
        events = List.copyOf(events);
    }
}
