package dev.stampede.redis;

/** Redis did not answer. {@link #reason} says whether the command may have run. */
public final class RedisUnavailable extends RuntimeException {
    /** Why there is no answer. */
    public enum Reason {
        /** Not connected: the command was not sent. */
        DOWN,
        /** Connected to a Redis that is not loaded yet: the command was not run. */
        FENCED,
        /** Sent, and no answer came: it may have run. */
        UNKNOWN
    }

    private final Reason reason;

    public RedisUnavailable(Reason reason, String attempted) {
        super("Redis is " + reason + ": " + attempted, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
