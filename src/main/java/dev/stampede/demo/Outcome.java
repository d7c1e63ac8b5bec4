package dev.stampede.demo;

import dev.stampede.demo.Figures.Counted;
import java.util.List;

/**
 * How the play ended.
 *
 * @param gathered what became of teams and chains
 * @param lastSoldMs from the opening to the last unit sold
 */
public record Outcome(
        Play play,
        String campaignId,
        Findings findings,
        List<Gathered> gathered,
        Counted counted,
        AuditSeen audit,
        long lastSoldMs) {
    public Outcome {
        gathered = List.copyOf(gathered);
    }

    /** What is to be thought of it. */
    public enum Verdict {
        OK,
        /** An invariant is broken, by the engine's audit or by the demo's own books. */
        BROKEN,
        /** The engine left requests or the audit unanswered. */
        GAVE_UP
    }

    public Verdict verdict() {
        boolean hasComplaints =
                gathered.stream().anyMatch(some -> !some.complaints().isEmpty());
        if (hasComplaints || !findings.violations().areNone() || (audit.isThere() && !audit.ok())) {
            return Verdict.BROKEN;
        }
        return unresolved() > 0 || !audit.isThere() ? Verdict.GAVE_UP : Verdict.OK;
    }

    /** Requests whose outcome was never told. */
    long unresolved() {
        return findings.unresolved()
                + gathered.stream().mapToLong(Gathered::unresolved).sum();
    }
}
