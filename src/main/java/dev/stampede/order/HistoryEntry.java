package dev.stampede.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of an order's state.
 *
 * @param from null for the first entry
 * @param cause a stable word, such as {@code purchase, payment, not_paid_in_time}
 */
public record HistoryEntry(@Nullable OrderState from, OrderState to, Instant at, String cause) {}
