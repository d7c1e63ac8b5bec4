package dev.stampede.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which campaigns a list shows.
 *
 * @param kind only this kind, or all
 * @param state only this state, or all
 * @param visibleAt only those that shoppers may see at that time, or all
 * @param cursor the id of the last campaign of the page before, or null for the first page
 * @param limit campaigns on a page, 1 to 100
 */
public record CampaignFilter(
        @Nullable String kind,
        @Nullable CampaignState state,
        @Nullable Instant visibleAt,
        @Nullable String cursor,
        int limit) {

    /** The same, but only what shoppers may see at {@code now}. */
    public CampaignFilter visibleAt(Instant now) {
        return new CampaignFilter(kind, state, now, cursor, limit);
    }
}
