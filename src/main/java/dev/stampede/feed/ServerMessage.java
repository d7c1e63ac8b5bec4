package dev.stampede.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;

/** What a client is told, as the bytes of one text message. */
final class ServerMessage {
    private ServerMessage() {}

    /** The first message. {@code serverTime} is in epoch ms, as everywhere in the feed. */
    static byte[] hello(String sessionId, long serverTime, int heartbeatSeconds) {
        return Json.bytes(of("hello")
                .put("sessionId", sessionId)
                .put("serverTime", serverTime)
                .put("heartbeatSeconds", heartbeatSeconds));
    }

    /** The state that all events up to {@code seq} led to. */
    static byte[] snapshot(Topic topic, long seq, JsonNode data) {
        return Json.bytes(of("snapshot", topic, seq).set("data", data));
    }

    /** An event at its position, or a stock tick behind all events up to {@code seq}. */
    static byte[] event(Topic topic, long seq, String event, JsonNode data) {
        return Json.bytes(of("event", topic, seq).put("event", event).set("data", data));
    }

    static byte[] pong(long clientTime, long serverTime) {
        return Json.bytes(of("pong").put("clientTime", clientTime).put("serverTime", serverTime));
    }

    /** The last message of a node that stops; the client comes back after {@code reconnectAfterMs}. */
    static byte[] bye(String reason, long reconnectAfterMs) {
        return Json.bytes(of("bye").put("reason", reason).put("reconnectAfterMs", reconnectAfterMs));
    }

    static byte[] error(String code) {
        return Json.bytes(of("error").put("code", code));
    }

    private static ObjectNode of(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode of(String type, Topic topic, long seq) {
        return of(type).put("topic", topic.name()).put("seq", seq);
    }
}
