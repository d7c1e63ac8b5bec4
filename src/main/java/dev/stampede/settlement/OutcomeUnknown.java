package dev.stampede.settlement;

/** It can't be said now whether the request had its effect; the same key will tell. */
public final class OutcomeUnknown extends RuntimeException {
    public OutcomeUnknown(String why) {
        super(why, null, false, false);
    }
}
