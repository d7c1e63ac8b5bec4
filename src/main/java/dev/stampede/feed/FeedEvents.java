package dev.stampede.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.push.LoggedEvent;

/** An event of the log as the feed tells it: a campaign's to everybody, an order's to its shopper. */
final class FeedEvents {
    private static final String SHOPPER = "shopperId";

    private FeedEvents() {}

    static Told told(LoggedEvent event) {
        ObjectNode data = event.data().deepCopy();
        Topic topic = topic(event);
        if (topic.sort() == Topic.Sort.ME) {
            data.remove(SHOPPER);
            data.put("campaignId", event.campaignId());
        } else {
            // Whom a campaign is for is between the operator and the push service.
            data.remove("audience");
        }
        return new Told(topic, event.position(), ServerMessage.event(topic, event.position(), event.type(), data));
    }

    private static Topic topic(LoggedEvent event) {
        return event.type().startsWith("order.")
                ? Topic.me(event.data().path(SHOPPER).asText())
                : Topic.campaign(event.campaignId());
    }
}
