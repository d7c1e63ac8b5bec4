package dev.stampede.settlement;

import dev.stampede.order.Order;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An outcome that stands in Postgres.
 *
 * @param made the order that it made, or null when it made none
 * @param voidReason the code of the refusal when settlement found it void: then nothing is held; else null
 */
public record Settled(@Nullable Order made, @Nullable String voidReason) {
    public Settled(Order order) {
        this(order, order.voidReason());
    }

    public boolean isVoid() {
        return voidReason != null;
    }

    /** The order that it made; throws when it is an outcome that makes none. */
    public Order order() {
        return Objects.requireNonNull(made, "an outcome that makes no order");
    }
}
