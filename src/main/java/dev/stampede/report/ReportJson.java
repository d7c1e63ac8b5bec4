package dev.stampede.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
        writeFormations(json, report.formations());
        return json;
    }

    private static void writeSoldOut(ObjectNode json, Report report) {
        Instant soldOutAt = report.soldOutAt();
        if (soldOutAt != null && report.opensAt() != null) {
            json.put("soldOutAt", Times.write(soldOutAt));
            json.put("secondsToSellOut", seconds(Duration.between(report.opensAt(), soldOutAt)));
        }
    }

    private static void writeFormations(ObjectNode json, FormationFigures figures) {
        if (figures.started() == 0) {
            return;
        }
        ObjectNode formations = json.putObject("formations");
        formations.put("open", figures.open());
        formations.put("formed", figures.formed());
        formations.put("lapsed", figures.lapsed());
        formations.put("dissolved", figures.dissolved());
        formations.put("claimed", figures.claimed());
        formations.put("people", figures.people());
        putQuotient(formations, "formationRate", figures.formed(), figures.over());
        if (figures.secondsToForm() != null) {
            formations.put("averageSecondsToForm", figures.secondsToForm());
        }
        formations.put("started", figures.started());
        formations.put("shared", figures.shared());
        formations.put("startedFromShare", figures.startedFromShare());
        putQuotient(formations, "spreadFactor", figures.startedFromShare(), figures.shared());
    }

    /** Four digits behind the point; of nothing there is no quotient. */
    private static void putQuotient(ObjectNode json, String name, long some, long all) {
        if (all > 0) {
            json.put(name, BigDecimal.valueOf(some).divide(BigDecimal.valueOf(all), 4, RoundingMode.HALF_UP));
        }
    }

    /** Whole seconds, a begun one counted: a sale that lasted at all lasted one. */
    private static long seconds(Duration duration) {
        return Math.max(0, duration.plusNanos(999_999_999).toSeconds());
    }
}
