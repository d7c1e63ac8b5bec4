package dev.stampede.participation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/** What a node remembers of its campaigns that are sold out, for all its event loops, and when it may look for more. */
public final class SoldOutMemory {
    private static final int MOST_KILOBYTES = 32 * 1_024;
    private static final int MOST_CAMPAIGNS = 10_000;
    private static final long RUNNING = Long.MAX_VALUE;
    private static final long LEAST_PAUSE_MS = 100;
    private static final int REQUESTS_A_MS = 50;

    private final Cache<String, SoldOut> known = Caffeine.newBuilder()
            .maximumWeight(MOST_KILOBYTES)
            .weigher((String campaignId, SoldOut soldOut) -> soldOut.takers().kilobytes())
            .build();
    private final Cache<String, Long> nextReading =
            Caffeine.newBuilder().maximumSize(MOST_CAMPAIGNS).build();

    @Nullable
    SoldOut find(String campaignId) {
        return known.getIfPresent(campaignId);
    }

    void keep(String campaignId, SoldOut soldOut) {
        known.put(campaignId, soldOut);
    }

    /** Forgets that one, and no newer one. */
    void forget(String campaignId, SoldOut stale) {
        known.asMap().remove(campaignId, stale);
    }

    /** Whether the caller is to read the campaign's takers now: nobody does, and the last time is long enough ago. */
    boolean begins(String campaignId, long now) {
        boolean[] begins = new boolean[1];
        nextReading.asMap().compute(campaignId, (id, next) -> {
            begins[0] = next == null || next <= now;
            return begins[0] ? Long.valueOf(RUNNING) : next;
        });
        return begins[0];
    }

    /**
     * Ends a reading. The next one may begin after a pause that grows with what was read, so that readings cost Redis a few per
     * cent of its time at most.
     */
    void ended(String campaignId, int requests, long now) {
        nextReading.put(campaignId, now + Math.max(LEAST_PAUSE_MS, requests / REQUESTS_A_MS));
    }
}
