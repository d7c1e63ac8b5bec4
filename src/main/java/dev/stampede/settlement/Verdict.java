package dev.stampede.settlement;

import java.util.List;

/**
 * What became of an entry in a settling transaction.
 *
 * @param settled what stands in Postgres now, in the order of the entry's outcomes; empty unless {@code APPLIED}
 */
record Verdict(Kind kind, List<Settled> settled) {
    enum Kind {
        /** Its rows were written. */
        APPLIED,
        /** Its rows were there already. */
        BEFORE,
        /** It was set aside as poison. */
        REJECTED,
        /** Its generation is over: it never happened. */
        STALE,
        /** Not yet: a predecessor is missing, or the campaign is busy. */
        LATER
    }

    Verdict {
        settled = List.copyOf(settled);
    }

    static Verdict of(Kind kind) {
        return new Verdict(kind, List.of());
    }
}
