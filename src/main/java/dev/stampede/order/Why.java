package dev.stampede.order;

import org.jspecify.annotations.Nullable;

/**
 * What an order's history says of a move.
 *
 * @param cause a stable word, such as {@code payment}; shown to the shopper
 * @param actor who asked for it, or null when time or money moved the order
 * @param reason the actor's own words, or null
 */
public record Why(
        String cause, @Nullable String actor, @Nullable String reason) {
    /** Nobody asked for it. */
    public static Why of(String cause) {
        return new Why(cause, null, null);
    }

    /** @param reason may be empty */
    public static Why asked(String cause, String actor, String reason) {
        return new Why(cause, actor, reason.isEmpty() ? null : reason);
    }
}
