package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.demo.Figures.Counted;
import dev.stampede.json.Json;
import java.util.TreeMap;

/** How the play ended, for machines: one object on one line. */
public final class EndingJson {
    private EndingJson() {}

    public static String write(Outcome outcome) {
        Findings findings = outcome.findings();
        ObjectNode json = Json.object();
        json.put("ok", outcome.verdict() == Outcome.Verdict.OK);
        json.put("summary", Ending.summary(outcome));
        json.put("campaignId", outcome.campaignId());
        json.put("seed", outcome.play().seed());
        json.put("shoppers", outcome.play().shoppers());
        json.put("stock", outcome.play().stock());
        json.put("accepted", findings.accepted());
        json.put("orders", findings.orders());
        json.put("buyers", findings.buyers());
        json.put("unitsSold", findings.units().sold());
        json.put("unitsHeld", findings.units().held());
        json.put("mostUnitsOut", findings.units().peak());
        json.put("expired", findings.expired());
        json.put("cancelled", findings.returns().cancelled());
        json.put("lateSold", findings.returns().lateSold());
        json.put("lateRefunded", findings.returns().lateReturned());
        json.put("doubleClicks", findings.doubleClicks());
        json.put("doubleClicksAlike", findings.alike());
        json.put("oversold", findings.violations().oversold());
        json.put("lost", findings.violations().lost());
        json.put("overLimit", findings.violations().overLimit());
        json.put("unlike", findings.violations().unlike());
        json.put("unsettled", findings.violations().unsettled());
        json.put("unresolved", outcome.unresolved());
        outcome.gathered().forEach(some -> ends(json.putObject(some.word()), some));
        json.put("lastSoldMs", outcome.lastSoldMs());
        counted(json, outcome.counted());
        audit(json.putObject("audit"), outcome.audit());
        json.put("url", outcome.play().url().toString());
        json.put("opsUrl", outcome.play().opsUrl().toString());
        ArrayNode complaints = json.putArray("complaints");
        findings.complaints().forEach(complaints::add);
        outcome.gathered().forEach(some -> some.complaints().forEach(complaints::add));
        return Json.write(json);
    }

    private static void ends(ObjectNode json, Gathered some) {
        new TreeMap<>(some.ends()).forEach(json::put);
    }

    private static void counted(ObjectNode json, Counted counted) {
        json.put("requests", counted.requests());
        json.put("requestsInBusiestSecond", counted.busiest());
        json.put("p50Micros", counted.p50Micros());
        json.put("p99Micros", counted.p99Micros());
        ObjectNode answers = json.putObject("answers");
        new TreeMap<>(counted.purchases()).forEach(answers::put);
    }

    private static void audit(ObjectNode json, AuditSeen audit) {
        json.put("status", audit.status());
        json.put("ok", audit.ok());
        ArrayNode broken = json.putArray("broken");
        audit.lines().stream()
                .filter(line -> !line.ok())
                .map(AuditSeen.Line::id)
                .forEach(broken::add);
    }
}
