package dev.stampede.feed;

/** How much a client may ask: 256 at once, and 16 a second from then on. */
final class Budget {
    private static final long MOST = 256;
    private static final long A_SECOND = 16;
    private static final long MS = 1_000;

    /** In thousandths. */
    private long left = MOST * MS;

    private long since;

    /** @param now in ms, never going back */
    Budget(long now) {
        this.since = now;
    }

    /** Takes so much; false when there is not that much. */
    boolean spend(int cost, long now) {
        left = Math.min(MOST * MS, left + Math.max(0, now - since) * A_SECOND);
        since = now;
        if (left < cost * MS) {
            return false;
        }
        left -= cost * MS;
        return true;
    }
}
