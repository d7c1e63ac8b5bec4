package dev.stampede.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.time.Duration;
import java.time.Instant;

/** A report as operators see it (contract §4). */
final class ReportJson {
    private static final String ACCEPTED = "OK";

    private ReportJson() {}

    static ObjectNode write(Report report) {
        ObjectNode json = Json.object();
        json.put(
                "attempts",
                report.answers().values().stream().mapToLong(Long::longValue).sum());
        ObjectNode refused = json.putObject("refusedByCode");
        report.answers().forEach((code, attempts) -> {
            if (!code.equals(ACCEPTED)) {
                refused.put(code, attempts);
            }
        });
        json.put("unitsHeld", report.unitsHeld());
        json.put("unitsSold", report.unitsSold());
        json.put("gmvFen", report.gmv().fen());
        ObjectNode states = json.putObject("ordersByState");
        report.ordersByState().forEach(states::put);
        writeSoldOut(json, report);
        ArrayNode sources = json.putArray("bySource");
        report.bySource().forEach(source -> {
            ObjectNode item = sources.addObject();
            if (source.leaderId() != null) {
                item.put("leaderId", source.leaderId());
            }
            if (source.chatGroupId() != null) {
                item.put("chatGroupId", source.chatGroupId());
            }
            item.put("orders", source.orders());
            item.put("gmvFen", source.gmv().fen());
        });
        return json;
    }

    private static void writeSoldOut(ObjectNode json, Report report) {
        Instant soldOutAt = report.soldOutAt();
        if (soldOutAt != null && report.opensAt() != null) {
            json.put("soldOutAt", Times.write(soldOutAt));
            json.put("secondsToSellOut", seconds(Duration.between(report.opensAt(), soldOutAt)));
        }
    }

    /** Whole seconds, a begun one counted: a sale that lasted at all lasted one. */
    private static long seconds(Duration duration) {
        return Math.max(0, duration.plusNanos(999_999_999).toSeconds());
    }
}
