package dev.stampede.participation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.identity.Caller;

/**
 * One shopper's wish, as it came over HTTP.
 *
 * @param action the last segment of the path; need not exist
 * @param requestKey the {@code Idempotency-Key}, checked
 */
public record Command(String campaignId, String action, String requestKey, Caller caller, ObjectNode body) {}
