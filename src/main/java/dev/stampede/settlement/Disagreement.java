package dev.stampede.settlement;

/** Redis and Postgres do not tell the same story of a campaign: only a reload cures that. */
public final class Disagreement extends RuntimeException {
    private final String campaignId;

    public Disagreement(String campaignId, String why) {
        super("campaign " + campaignId + ": " + why, null, false, false);
        this.campaignId = campaignId;
    }

    public String campaignId() {
        return campaignId;
    }
}
