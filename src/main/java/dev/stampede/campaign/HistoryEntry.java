package dev.stampede.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a campaign's state.
 *
 * @param from null for the first entry
 * @param actor the operator's name, or {@code schedule} when time demanded it
 * @param reason what the actor said, may be empty
 */
public record HistoryEntry(@Nullable CampaignState from, CampaignState to, Instant at, String actor, String reason) {}
