package dev.stampede.audit;

/**
 * The figures of one campaign, in units summed over its offers.
 *
 * @param kind such as {@code flash_sale}
 * @param state the word of its state
 * @param available what Redis can still sell; what Postgres would allow while Redis does not have the campaign
 * @param unsettledBatches accepted by Redis and not yet in Postgres
 * @param pendingReleases given back by Postgres and not yet by Redis
 * @param moving whether its stores did not stand still long enough to be compared
 */
public record CampaignFigures(
        String id,
        String kind,
        String state,
        long allocated,
        long available,
        long held,
        long sold,
        long unsettledBatches,
        long pendingReleases,
        boolean moving) {}
