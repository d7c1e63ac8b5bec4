package dev.stampede.order;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where an order stands. The table of {@link #mayBecome} is the whole lifecycle; Postgres holds its twin. */
public enum OrderState {
    HELD,
    PAID,
    SETTLED,
    FULFILLED,
    EXPIRED,
    CANCELLED,
    REFUNDING,
    REFUNDED;

    /** Whether one change leads from this state to {@code next}. */
    public boolean mayBecome(OrderState next) {
        return successors().contains(next);
    }

    /** Whether the order keeps its units from others: held or sold. */
    public boolean holdsUnits() {
        return EnumSet.of(HELD, PAID, SETTLED, FULFILLED).contains(this);
    }

    /** Whether others are told by an event that an order came to it. */
    boolean isTold() {
        return this != REFUNDING && this != FULFILLED;
    }

    /** The word on the wire and in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static OrderState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Set<OrderState> successors() {
        return switch (this) {
            case HELD -> EnumSet.of(PAID, EXPIRED, CANCELLED);
            case PAID -> EnumSet.of(SETTLED, REFUNDING);
            case SETTLED -> EnumSet.of(FULFILLED, REFUNDING);
            case REFUNDING -> EnumSet.of(REFUNDED);
            case EXPIRED -> EnumSet.of(PAID, REFUNDING);
            case CANCELLED -> EnumSet.of(REFUNDING);
            case FULFILLED, REFUNDED -> EnumSet.noneOf(OrderState.class);
        };
    }
}
