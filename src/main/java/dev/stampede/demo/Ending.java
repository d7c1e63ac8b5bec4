package dev.stampede.demo;

import dev.stampede.demo.Findings.Returns;
import dev.stampede.demo.Findings.Units;
import dev.stampede.demo.Findings.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the play ended, for people. */
public final class Ending {
    private static final int MOST_COMPLAINTS = 10;

    private Ending() {}

    /** What was counted, then where the engine is; without the summary. */
    public static List<String> lines(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        books(lines, outcome);
        audit(lines, outcome.audit());
        lines.add("");
        facts(lines, outcome);
        lines.add("");
        lines.add("  shop         " + outcome.play().url() + "/v1/campaigns/" + outcome.campaignId());
        lines.add("  operations   " + outcome.play().opsUrl() + "/admin/v1/campaigns/" + outcome.campaignId());
        lines.add("  API          " + outcome.play().opsUrl() + "/docs");
        return lines;
    }

    /** The last line. */
    public static String summary(Outcome outcome) {
        Findings findings = outcome.findings();
        String word =
                switch (outcome.verdict()) {
                    case OK -> "ok";
                    case BROKEN -> "BROKEN";
                    case GAVE_UP ->
                        "gave up, %s requests without an outcome".formatted(Words.count(outcome.unresolved()));
                };
        return "demo: %s, %s of %s units sold to %s shoppers in %s, %s, %s, oversold %d, lost %d, audit %s"
                .formatted(
                        word,
                        Words.count(findings.units().sold()),
                        Words.count(outcome.play().stock()),
                        Words.count(findings.buyers()),
                        Words.seconds(outcome.lastSoldMs()),
                        returns(findings.returns()),
                        outcome.gathered().stream().map(Gathered::summary).collect(Collectors.joining(", ")),
                        findings.violations().oversold(),
                        findings.violations().lost(),
                        outcome.audit().word());
    }

    private static String returns(Returns returns) {
        return "%s cancelled, %s paid late (%s sold after all, %s refunded)"
                .formatted(
                        Words.count(returns.cancelled()),
                        Words.count(returns.late()),
                        Words.count(returns.lateSold()),
                        Words.count(returns.lateReturned()));
    }

    private static void books(List<String> lines, Outcome outcome) {
        Violations violations = outcome.findings().violations();
        Units units = outcome.findings().units();
        lines.add("The demo's own books");
        check(
                lines,
                violations.oversold(),
                "never more than %s units out at once, %s on sale"
                        .formatted(
                                Words.count(units.peak()),
                                Words.count(outcome.play().stock())));
        check(lines, violations.lost(), "every order that a 201 promised was found again, as promised");
        check(lines, violations.unlike(), "the same key always got the same order, no order went to two");
        check(lines, violations.overLimit(), "nobody ever had more than %d units".formatted(Play.LIMIT));
        check(lines, violations.unsettled(), "what was paid in time is sold, what was paid late is sold or refunded");
        List<String> complaints = new ArrayList<>(outcome.findings().complaints());
        for (Gathered some : outcome.gathered()) {
            check(lines, some.complaints().size(), some.word() + " ended as they must, and so did their orders");
            complaints.addAll(some.complaints());
        }
        complaints.stream().limit(MOST_COMPLAINTS).forEach(complaint -> lines.add("          " + complaint));
        if (complaints.size() > MOST_COMPLAINTS) {
            lines.add("          and " + (complaints.size() - MOST_COMPLAINTS) + " more");
        }
    }

    private static void audit(List<String> lines, AuditSeen audit) {
        lines.add("");
        lines.add("The engine's audit: " + audit.word());
        for (AuditSeen.Line line : audit.lines()) {
            lines.add("  %-7s %-4s %s"
                    .formatted(word(line.ok()), line.id(), line.detail())
                    .stripTrailing());
        }
    }

    private static void facts(List<String> lines, Outcome outcome) {
        Findings findings = outcome.findings();
        fact(
                lines,
                "shoppers",
                outcome.play().shoppers(),
                "seed " + outcome.play().seed());
        fact(
                lines,
                "requests",
                outcome.counted().requests(),
                "up to %s in a second; a purchase took p50 %s, p99 %s"
                        .formatted(
                                Words.count(outcome.counted().busiest()),
                                Words.millis(outcome.counted().p50Micros()),
                                Words.millis(outcome.counted().p99Micros())));
        fact(lines, "201s", findings.accepted(), "repeated clicks included");
        fact(lines, "orders", findings.orders(), "");
        fact(lines, "double clicks", findings.doubleClicks(), Words.count(findings.alike()) + " told the same twice");
        fact(lines, "units paid", findings.units().sold(), "by " + Words.count(findings.buyers()) + " shoppers");
        fact(lines, "units held", findings.units().held(), "");
        fact(lines, "expired", findings.expired(), "orders nobody paid; their units were on sale again");
        fact(lines, "cancelled", findings.returns().cancelled(), "by their shoppers, unpaid");
        fact(
                lines,
                "paid late",
                findings.returns().late(),
                "%s sold after all, %s refunded"
                        .formatted(
                                Words.count(findings.returns().lateSold()),
                                Words.count(findings.returns().lateReturned())));
        fact(lines, "oversold", findings.violations().oversold(), "");
        fact(lines, "lost", findings.violations().lost(), "");
    }

    private static void check(List<String> lines, long broken, String promise) {
        lines.add("  %-7s %s%s".formatted(word(broken == 0), promise, broken == 0 ? "" : " (not so: " + broken + ")"));
    }

    private static String word(boolean ok) {
        return ok ? "ok" : "BROKEN";
    }

    private static void fact(List<String> lines, String name, long value, String remark) {
        lines.add(String.format(Locale.ROOT, "  %-14s %,9d  %s", name, value, remark)
                .stripTrailing());
    }
}
