package dev.stampede.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Postgres knows of one campaign at one instant.
 *
 * @param state the word of the campaign's state
 * @param generation of the last reload
 * @param settledThrough the newest settled sequence
 * @param lastBatchId the batch of that sequence
 * @param offers by sku
 * @param pendingHolds holds whose release Redis has not taken, oldest first, at most {@link #MOST_HOLDS} + 1
 * @param lastRelease the newest release ever written
 * @param isTelling whether a change of the definition may not have reached Redis yet
 * @param isReloading whether a reload was wanted within the last 10 s and has not ended
 */
record Books(
        String campaignId,
        String state,
        long generation,
        long settledThrough,
        String lastBatchId,
        Map<String, OfferBook> offers,
        List<String> pendingHolds,
        long lastRelease,
        boolean isTelling,
        boolean isReloading) {
    /** With more pending releases than that, a campaign is not compared. */
    static final int MOST_HOLDS = 5_000;

    Books {
        offers = new TreeMap<>(offers);
        pendingHolds = List.copyOf(pendingHolds);
    }

    /** The units of one offer. */
    record OfferBook(long granted, long withdrawn, long held, long sold) {
        long taken() {
            return held + sold;
        }
    }

    /** Whether nothing changed in between that Redis must follow. A payment moves units from held to sold only. */
    boolean isStillAs(Books earlier) {
        return generation == earlier.generation
                && settledThrough == earlier.settledThrough
                && lastRelease == earlier.lastRelease
                && isTelling == earlier.isTelling
                && pendingHolds.equals(earlier.pendingHolds)
                && amounts().equals(earlier.amounts());
    }

    long allocated() {
        return offers.values().stream()
                .mapToLong(offer -> offer.granted() - offer.withdrawn())
                .sum();
    }

    long held() {
        return offers.values().stream().mapToLong(OfferBook::held).sum();
    }

    long sold() {
        return offers.values().stream().mapToLong(OfferBook::sold).sum();
    }

    private Map<String, List<Long>> amounts() {
        Map<String, List<Long>> amounts = new TreeMap<>();
        offers.forEach((sku, offer) -> amounts.put(sku, List.of(offer.granted(), offer.withdrawn(), offer.taken())));
        return amounts;
    }
}
