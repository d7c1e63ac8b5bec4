package dev.stampede.campaign;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of campaigns, newest first.
 *
 * @param nextCursor where the next page begins, or null when this is the last one
 */
public record CampaignPage(
        List<CampaignWithStock> items, @Nullable String nextCursor) {
    public CampaignPage {
        items = List.copyOf(items);
    }
}
