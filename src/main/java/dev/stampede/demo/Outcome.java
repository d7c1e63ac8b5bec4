package dev.stampede.demo;

import dev.stampede.demo.Figures.Counted;

/**
 * How the play ended.
 *
 * @param lastSoldMs from the opening to the last unit sold
 */
public record Outcome(
        Play play, String campaignId, Findings findings, Counted counted, AuditSeen audit, long lastSoldMs) {
    /** What is to be thought of it. */
    public enum Verdict {
        OK,
        /** An invariant is broken, by the engine's audit or by the demo's own books. */
        BROKEN,
        /** The engine left requests or the audit unanswered. */
        GAVE_UP
    }

    public Verdict verdict() {
        if (!findings.violations().areNone() || (audit.isThere() && !audit.ok())) {
            return Verdict.BROKEN;
        }
        return findings.unresolved() > 0 || !audit.isThere() ? Verdict.GAVE_UP : Verdict.OK;
    }
}
