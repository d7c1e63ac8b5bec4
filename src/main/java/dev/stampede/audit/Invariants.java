package dev.stampede.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Words for what was found. Pure. */
final class Invariants {
    private static final int CASES_SHOWN = 5;
    private static final int LONGEST_CASE = 300;

    private Invariants() {}

    /** One line for each invariant: figures when nothing was found against it, else the first cases. */
    static List<Invariant> of(List<Finding> findings, Totals totals, List<CampaignFigures> campaigns) {
        return figures(totals, campaigns).entrySet().stream()
                .map(figure -> {
                    List<Finding> against = findings.stream()
                            .filter(finding -> finding.invariant().equals(figure.getKey()))
                            .toList();
                    return new Invariant(
                            figure.getKey(), against.isEmpty(), against.isEmpty() ? figure.getValue() : cases(against));
                })
                .toList();
    }

    private static Map<String, String> figures(Totals totals, List<CampaignFigures> campaigns) {
        long moving = campaigns.stream().filter(CampaignFigures::moving).count();
        long unsettled =
                campaigns.stream().mapToLong(CampaignFigures::unsettledBatches).sum();
        long pending =
                campaigns.stream().mapToLong(CampaignFigures::pendingReleases).sum();
        String stock = "%d units in %d offers".formatted(totals.allocated(), totals.offers());
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("I1", stock + " are available, held or sold");
        figures.put("I2", "0 oversold of " + stock);
        figures.put("I3", totals.orders() + " orders, each the one effect of its request");
        figures.put("I4", totals.shoppers() + " shoppers within their limit");
        figures.put("I5", totals.formations() + " formations, each with its members, formed or ended once");
        figures.put("I6", totals.cuts() + " cuts, none below a floor, none twice");
        figures.put("I7", totals.payments() + " payments, at most one applied to an order, and no refund above them");
        figures.put(
                "I8",
                totals.batches()
                        + " batches settled once and in order; what a trimmed entry held is not known any more");
        figures.put(
                "I9",
                "%d orders and %d campaigns went along their tables".formatted(totals.orders(), totals.campaigns()));
        figures.put("I10", totals.batches() + " batches, none of a generation that was over");
        figures.put(
                "I11",
                "Redis and Postgres agree on %d campaigns, %d more are moving"
                        .formatted(campaigns.size() - moving, moving));
        figures.put("I12", "nothing late; %d batches unsettled, %d releases pending".formatted(unsettled, pending));
        return figures;
    }

    private static String cases(List<Finding> findings) {
        String shown = findings.stream()
                .limit(CASES_SHOWN)
                .map(finding -> "campaign " + finding.campaignId() + ": " + finding.detail())
                .map(text -> text.length() <= LONGEST_CASE ? text : text.substring(0, LONGEST_CASE) + "…")
                .collect(Collectors.joining("; "));
        int more = findings.size() - CASES_SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
