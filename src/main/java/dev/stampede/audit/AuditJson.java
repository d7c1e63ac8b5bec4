package dev.stampede.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;

/** A report on the wire (contract §4). */
public final class AuditJson {
    private AuditJson() {}

    public static ObjectNode write(AuditReport report) {
        ObjectNode json = Json.object();
        json.put("ok", report.ok());
        json.put("at", Times.write(report.at()));
        ArrayNode invariants = json.putArray("invariants");
        for (Invariant invariant : report.invariants()) {
            invariants
                    .addObject()
                    .put("id", invariant.id())
                    .put("ok", invariant.ok())
                    .put("detail", invariant.detail());
        }
        ArrayNode campaigns = json.putArray("campaigns");
        for (CampaignFigures campaign : report.campaigns()) {
            campaigns
                    .addObject()
                    .put("id", campaign.id())
                    .put("kind", campaign.kind())
                    .put("state", campaign.state())
                    .put("allocated", campaign.allocated())
                    .put("available", campaign.available())
                    .put("held", campaign.held())
                    .put("sold", campaign.sold())
                    .put("unsettledBatches", campaign.unsettledBatches())
                    .put("pendingReleases", campaign.pendingReleases())
                    .put("moving", campaign.moving());
        }
        return json;
    }
}
