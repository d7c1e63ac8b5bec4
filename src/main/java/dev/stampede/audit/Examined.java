package dev.stampede.audit;

import java.util.ArrayList;
import java.util.List;

/** What Postgres says of some campaigns by itself: broken cases, and how much was looked at. */
record Examined(List<Finding> findings, Totals totals) {
    static final Examined NOTHING = new Examined(List.of(), Totals.NONE);

    Examined {
        findings = List.copyOf(findings);
    }

    Examined plus(Examined more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more.findings);
        return new Examined(all, totals.plus(more.totals));
    }
}
