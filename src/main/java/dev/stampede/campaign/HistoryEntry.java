package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a campaign: of its state, or of its definition.
 *
 * @param position where it stands in the list of all changes
 * @param from null for the first entry; of a changed definition the state that it was changed in, as is {@code to}
 * @param actor the operator's name, or {@code schedule} when time demanded it
 * @param reason what the actor said, may be empty
 * @param before the changed members of the definition as they were, null for a change of state
 * @param after the same members as they are since
 */
public record HistoryEntry(
        long position,
        @Nullable CampaignState from,
        CampaignState to,
        Instant at,
        String actor,
        String reason,
        @Nullable ObjectNode before,
        @Nullable ObjectNode after) {}
