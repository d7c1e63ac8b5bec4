package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        Supplier<String> ids) {}
