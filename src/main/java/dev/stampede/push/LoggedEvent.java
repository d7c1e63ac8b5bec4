package dev.stampede.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.time.Instant;

/**
 * A fact at its place in the log.
 *
 * @param position among all events, from 1; also the cursor behind it
 * @param type the word of an {@link EventType}
 * @param data the fact's own members
 */
public record LoggedEvent(long position, String id, String type, String campaignId, Instant at, ObjectNode data) {
    /** As consumers get it, by cursor and by stream. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("id", id);
        json.put("type", type);
        json.put("campaignId", campaignId);
        json.put("at", Times.write(at));
        json.set("data", data);
        return json;
    }
}
