package dev.stampede.audit;

import dev.stampede.json.Times;
import java.util.stream.Collectors;

/** A report for people: a line for each invariant, a line for each campaign, and a summary as the last line. */
public final class AuditText {
    private static final String ROW = "%-13s  %-11s %-9s %9s %9s %9s %9s %9s %8s  %s";
    private static final String HEADINGS = ROW.formatted(
            "campaign", "kind", "state", "allocated", "available", "held", "sold", "unsettled", "releases", "");

    private AuditText() {}

    /** The lines, each ended by a line feed. */
    public static String write(AuditReport report) {
        StringBuilder text = new StringBuilder("audit at " + Times.write(report.at()) + "\n\n");
        for (Invariant invariant : report.invariants()) {
            line(
                    text,
                    "%-3s  %-6s  %s".formatted(invariant.id(), invariant.ok() ? "ok" : "BROKEN", invariant.detail()));
        }
        line(text, "");
        line(text, HEADINGS);
        for (CampaignFigures campaign : report.campaigns()) {
            line(
                    text,
                    ROW.formatted(
                            campaign.id(),
                            campaign.kind(),
                            campaign.state(),
                            campaign.allocated(),
                            campaign.available(),
                            campaign.held(),
                            campaign.sold(),
                            campaign.unsettledBatches(),
                            campaign.pendingReleases(),
                            campaign.moving() ? "moving" : ""));
        }
        return text.append('\n').append(summary(report)).append('\n').toString();
    }

    /** The last line, without its end. */
    public static String summary(AuditReport report) {
        String broken = report.invariants().stream()
                .filter(invariant -> !invariant.ok())
                .map(invariant -> " " + invariant.id())
                .collect(Collectors.joining());
        long moving =
                report.campaigns().stream().filter(CampaignFigures::moving).count();
        return "audit: %s, %d campaigns%s, oversold %d, lost %d"
                .formatted(
                        report.ok() ? "ok" : "BROKEN" + broken,
                        report.campaigns().size(),
                        moving == 0 ? "" : " (" + moving + " moving)",
                        report.oversold(),
                        report.lost());
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
