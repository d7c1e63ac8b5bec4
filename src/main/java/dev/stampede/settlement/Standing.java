package dev.stampede.settlement;

import dev.stampede.campaign.CampaignState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Postgres says, under the counter locks, about the campaigns of some entries.
 *
 * @param places by campaign; a campaign whose counter was busy is missing
 * @param earlier what was settled before at the sequences of the entries
 */
record Standing(Map<String, Place> places, Map<Slot, Earlier> earlier) {
    /** One sequence of one campaign. */
    record Slot(String campaignId, long sequence) {
        static Slot of(Entry entry) {
            return new Slot(entry.campaignId(), entry.sequence());
        }
    }

    /** What stands at a slot. */
    record Earlier(String batchId, boolean isRejected) {}

    /** Sequences that are missing, both ends included. */
    record Span(long from, long to) {}

    /** Where a campaign stands in its settling order, and what its definition says to new orders. */
    record Place(
            long generation,
            long settledThrough,
            String lastBatchId,
            String kind,
            CampaignState state,
            int payWithinSeconds,
            Set<String> skus,
            Instant now) {
        boolean isCancelled() {
            return state == CampaignState.CANCELLED;
        }

        /** Whether nobody may pay for an order of it any more. */
        boolean isClosed() {
            return EnumSet.of(CampaignState.CANCELLED, CampaignState.SETTLED, CampaignState.ARCHIVED)
                    .contains(state);
        }
    }

    Place place(String campaignId) {
        Place place = places.get(campaignId);
        if (place == null) {
            throw new IllegalStateException("campaign " + campaignId + " is not locked");
        }
        return place;
    }

    /** Whether something was settled at the entry's sequence. */
    boolean isSettled(Entry entry) {
        Place place = places.get(entry.campaignId());
        return place != null && entry.sequence() <= place.settledThrough();
    }

    @Nullable
    Earlier earlier(Entry entry) {
        return earlier.get(Slot.of(entry));
    }

    /** For each campaign whose next sequence is not among the entries, what is missing before the first that is. */
    Map<String, Span> gaps(List<Entry> entries) {
        Map<String, Span> gaps = new HashMap<>();
        places.forEach((campaignId, place) -> {
            long first = entries.stream()
                    .filter(entry -> entry.campaignId().equals(campaignId))
                    .filter(entry -> entry.generation() == place.generation())
                    .filter(entry -> entry.sequence() > place.settledThrough())
                    .mapToLong(Entry::sequence)
                    .min()
                    .orElse(0);
            if (first > place.settledThrough() + 1) {
                gaps.put(campaignId, new Span(place.settledThrough() + 1, first - 1));
            }
        });
        return gaps;
    }
}
