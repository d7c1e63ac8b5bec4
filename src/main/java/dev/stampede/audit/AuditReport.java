package dev.stampede.audit;

import java.time.Instant;
import java.util.List;

/**
 * What an audit found.
 *
 * @param ok whether every invariant holds
 * @param at when it began
 * @param invariants in the order of their numbers
 * @param campaigns every one that is not archived, by id
 * @param oversold units held or sold beyond the allocation
 * @param lost units on which Redis and Postgres differ without a reason
 */
public record AuditReport(
        boolean ok, Instant at, List<Invariant> invariants, List<CampaignFigures> campaigns, long oversold, long lost) {
    public AuditReport {
        invariants = List.copyOf(invariants);
        campaigns = List.copyOf(campaigns);
    }
}
