package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Campaign;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and under which request key.
 *
 * @param tags what the merchant knows about the shopper
 * @param isNewcomer whether the shopper has no settled order yet; true also where the campaign does not ask
 * @param fingerprint of action and canonical body, 32 hex digits
 * @param source where the shopper came from, as sent, or null
 * @param ids makes the ids of what this request will cause
 */
public record Participant(
        String shopperId,
        Set<String> tags,
        boolean isNewcomer,
        String requestKey,
        String fingerprint,
        @Nullable ObjectNode source,
        Supplier<String> ids) {
    /** Why the shopper may not take part in the campaign at all, or null. */
    public @Nullable Rejection refusal(Campaign campaign) {
        return campaign.terms().audience().admits(tags, isNewcomer) ? null : CommonRejection.FORBIDDEN;
    }

    /** Why the shopper may not take of an offer, or null; {@code offerExists} says whether the campaign has it. */
    public @Nullable Rejection refusal(Campaign campaign, boolean offerExists) {
        Rejection refusal = refusal(campaign);
        return refusal == null && !offerExists ? CommonRejection.UNKNOWN_OFFER : refusal;
    }
}
