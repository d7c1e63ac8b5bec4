package dev.stampede.participation;

import dev.stampede.identity.Caller;

/**
 * One shopper's wish, as it came over HTTP.
 *
 * @param action the last segment of the path; need not exist
 * @param requestKey the {@code Idempotency-Key}, checked
 */
record Command(String campaignId, String action, String requestKey, Caller caller, Body body) {}
