package dev.stampede.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Webhooks on the wire. */
final class WebhookJson {
    private WebhookJson() {}

    static ObjectNode write(Webhook webhook) {
        ObjectNode json = Json.object();
        json.put("id", webhook.id());
        json.put("url", webhook.url());
        ArrayNode events = json.putArray("events");
        webhook.events().forEach(events::add);
        json.put("state", webhook.disabledAt() == null ? "enabled" : "disabled");
        json.put("createdBy", webhook.createdBy());
        json.put("createdAt", Times.write(webhook.createdAt()));
        put(json, "oldSecretUntil", webhook.oldSecretUntil());
        put(json, "failingSince", webhook.failingSince());
        put(json, "disabledAt", webhook.disabledAt());
        if (webhook.disabledReason() != null) {
            json.put("disabledReason", webhook.disabledReason());
        }
        return json;
    }

    /** The only time that the secret is shown. */
    static ObjectNode write(Webhook webhook, WebhookSecret secret) {
        return write(webhook).put("secret", secret.text());
    }

    static ObjectNode write(WebhookDelivery delivery) {
        ObjectNode json = Json.object();
        json.put("eventId", delivery.eventId());
        json.put("type", delivery.type());
        json.put("campaignId", delivery.campaignId());
        json.put("at", Times.write(delivery.at()));
        json.put("attempt", delivery.attempt());
        json.put("accepted", delivery.isAccepted());
        if (delivery.status() != null) {
            json.put("status", delivery.status());
        }
        if (delivery.error() != null) {
            json.put("error", delivery.error());
        }
        json.put("milliseconds", delivery.millis());
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, Times.write(time));
        }
    }
}
