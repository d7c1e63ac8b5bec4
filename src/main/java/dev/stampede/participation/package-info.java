/**
 * Runs one shopper action through one live campaign: the pipeline, the batcher, the node's snapshots. It sees kind, campaign,
 * inventory's keys and settlement, to which it hands what Redis accepted.
 *
 * <p>Invariant: nothing here knows a kind by name, and no request is sent to Redis twice under one batch.
 */
@NullMarked
package dev.stampede.participation;

import org.jspecify.annotations.NullMarked;
