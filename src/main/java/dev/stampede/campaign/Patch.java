package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What may change in a campaign's definition, by its state. A draft is put together anew and read as if it were created. Once
 * it is approved, shoppers rely on it: a few members may change, each for a reason.
 */
final class Patch {
    /** What may change while shoppers rely on the rest. */
    static final Set<String> LIVE = Set.of("title", "copy", "closesAt");

    private static final Set<CampaignState> APPROVED =
            EnumSet.of(CampaignState.SCHEDULED, CampaignState.LIVE, CampaignState.PAUSED);

    private final CampaignReader reader;

    Patch(CampaignReader reader) {
        this.reader = reader;
    }

    /**
     * A definition with what is to change in it.
     *
     * @param draft meaningless unless {@code body} proves clean
     */
    record Changed(Fields body, Draft draft, String reason) {}

    /** Whether a definition may change at all in that state. */
    static boolean isAllowed(Campaign campaign, Instant now) {
        boolean isOpenToEdits = APPROVED.contains(campaign.state())
                && now.isBefore(campaign.terms().closesAt());
        return campaign.state() == CampaignState.DRAFT || isOpenToEdits;
    }

    /** The campaign with the members of {@code sent} in place of its own; a null takes an optional one away. */
    Changed read(CampaignWithStock standing, ObjectNode sent, Instant now) {
        ObjectNode definition = Definition.of(standing);
        Set<String> members = new HashSet<>();
        definition.fieldNames().forEachRemaining(members::add);
        definition.setAll(sent);
        Fields body = Fields.of(definition);
        String reason = CampaignReader.reason(body);
        Draft draft = reader.read(body, now);
        if (standing.campaign().state() != CampaignState.DRAFT) {
            members.removeAll(LIVE);
            checkLive(body, sent, members, reason);
        }
        return new Changed(body, draft, reason);
    }

    private static void checkLive(Fields body, ObjectNode sent, Set<String> fixed, String reason) {
        sent.fieldNames().forEachRemaining(name -> {
            if (fixed.contains(name)) {
                body.violation(name, "conflict", "can't change once the campaign is approved");
            }
        });
        if (reason.isBlank() && body.isClean("reason")) {
            body.violation("reason", "required", "is required once the campaign is approved");
        }
    }
}
