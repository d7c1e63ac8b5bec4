package dev.stampede.settlement;

import dev.stampede.order.Order;

/** An outcome that stands in Postgres. It is void when the order's {@code voidReason} says so: then nothing is held. */
public record Settled(Order order) {
    public boolean isVoid() {
        return order.voidReason() != null;
    }
}
