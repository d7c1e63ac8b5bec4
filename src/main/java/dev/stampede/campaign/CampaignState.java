package dev.stampede.campaign;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a campaign stands. The table of {@link #mayBecome} is the whole lifecycle; Postgres holds its twin. */
public enum CampaignState {
    DRAFT,
    IN_REVIEW,
    SCHEDULED,
    LIVE,
    PAUSED,
    ENDED,
    SETTLED,
    ARCHIVED,
    CANCELLED;

    /** Whether one change leads from this state to {@code next}. */
    public boolean mayBecome(CampaignState next) {
        return successors().contains(next);
    }

    /** Whether shoppers may see an approved campaign in this state. */
    public boolean isPublic() {
        return !EnumSet.of(DRAFT, IN_REVIEW, ARCHIVED).contains(this);
    }

    /** The word on the wire and in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CampaignState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Set<CampaignState> successors() {
        return switch (this) {
            case DRAFT -> EnumSet.of(IN_REVIEW, CANCELLED);
            case IN_REVIEW -> EnumSet.of(DRAFT, SCHEDULED, CANCELLED);
            case SCHEDULED -> EnumSet.of(LIVE, CANCELLED);
            case LIVE -> EnumSet.of(PAUSED, ENDED, CANCELLED);
            case PAUSED -> EnumSet.of(LIVE, ENDED, CANCELLED);
            case ENDED -> EnumSet.of(SETTLED, CANCELLED);
            case SETTLED -> EnumSet.of(ARCHIVED);
            case ARCHIVED, CANCELLED -> EnumSet.noneOf(CampaignState.class);
        };
    }
}
