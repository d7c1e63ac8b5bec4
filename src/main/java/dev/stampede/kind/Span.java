package dev.stampede.kind;

import java.time.Instant;

/** A stretch of time, half open: {@code from} belongs to it, {@code to} does not. */
public record Span(Instant from, Instant to) {
    /** Contains no instant. */
    public static final Span NEVER = new Span(Instant.EPOCH, Instant.EPOCH);

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
