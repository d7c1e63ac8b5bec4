package dev.stampede.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.formation.FormationJson;
import dev.stampede.push.LoggedEvent;

/** An event of the log as the feed tells it: a campaign's and a formation's to everybody, an order's to its shopper. */
final class FeedEvents {
    private static final String SHOPPER = "shopperId";

    private FeedEvents() {}

    static Told told(LoggedEvent event) {
        ObjectNode data = event.data().deepCopy();
        Topic topic = topic(event);
        switch (topic.sort()) {
            case ME -> {
                data.remove(SHOPPER);
                data.put("campaignId", event.campaignId());
            }
            case FORMATION -> {
                mask(data, "ownerId", "owner");
                mask(data, SHOPPER, "name");
                data.path("rewards").forEach(reward -> mask((ObjectNode) reward, SHOPPER, "name"));
                data.put("campaignId", event.campaignId());
            }
            // Whom a campaign is for is between the operator and the push service.
            case CAMPAIGN -> data.remove("audience");
        }
        return new Told(topic, event.position(), ServerMessage.event(topic, event.position(), event.type(), data));
    }

    /** Whoever it names is known to everybody by a mask alone. */
    private static void mask(ObjectNode data, String id, String name) {
        JsonNode shopper = data.remove(id);
        if (shopper != null) {
            data.put(name, FormationJson.masked(shopper.asText()));
        }
    }

    private static Topic topic(LoggedEvent event) {
        if (event.type().startsWith("order.")) {
            return Topic.me(event.data().path(SHOPPER).asText());
        }
        return event.type().startsWith("formation.")
                ? Topic.formation(event.data().path("formationId").asText())
                : Topic.campaign(event.campaignId());
    }
}
