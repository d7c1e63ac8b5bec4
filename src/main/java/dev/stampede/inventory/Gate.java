package dev.stampede.inventory;

import dev.stampede.campaign.CampaignState;

/** Whether an operator lets a campaign sell within its times. Time itself is no gate: scripts compare it with the clock. */
public enum Gate {
    OPEN("open"),
    PAUSED("paused"),
    CLOSED("closed");

    private final String word;

    Gate(String word) {
        this.word = word;
    }

    /** The word in the campaign's hash. */
    public String word() {
        return word;
    }

    /** The gate of a campaign in that state. */
    public static Gate of(CampaignState state) {
        return switch (state) {
            case SCHEDULED, LIVE, ENDED -> OPEN;
            case PAUSED -> PAUSED;
            case DRAFT, IN_REVIEW, SETTLED, ARCHIVED, CANCELLED -> CLOSED;
        };
    }
}
