package dev.stampede.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What a client says. */
sealed interface ClientMessage {
    Pattern TOPIC = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]{1,4096}");
    int MOST_TOPICS = 256;

    record Subscribe(List<String> topics) implements ClientMessage {}

    record Unsubscribe(List<String> topics) implements ClientMessage {}

    /** Wants the events behind {@code lastSeq}. */
    record Resume(String topic, long lastSeq) implements ClientMessage {}

    /** Wants the same {@code clientTime} back, and the server's. */
    record Ping(long clientTime) implements ClientMessage {}

    record Authenticate(String token) implements ClientMessage {}

    /** Nothing that can be understood; {@code code} is the answer. */
    record Wrong(String code) implements ClientMessage {}

    static ClientMessage read(String text) {
        ObjectNode json;
        try {
            json = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson e) {
            return new Wrong("MALFORMED");
        }
        Fields fields = Fields.of(json);
        ClientMessage message = read(fields.text("type", 1, 16), fields);
        return fields.finish().isEmpty() ? message : new Wrong("INVALID");
    }

    private static ClientMessage read(String type, Fields fields) {
        return switch (type) {
            case "subscribe" -> new Subscribe(topics(fields));
            case "unsubscribe" -> new Unsubscribe(topics(fields));
            case "resume" ->
                new Resume(fields.matching("topic", TOPIC), fields.integer("lastSeq", 0, Fields.MAX_EXACT));
            case "ping" -> new Ping(fields.integer("clientTime", 0, Fields.MAX_EXACT));
            case "authenticate" -> new Authenticate(fields.matching("token", TOKEN));
            default -> new Wrong("INVALID");
        };
    }

    private static List<String> topics(Fields fields) {
        List<String> topics = fields.texts("topics", TOPIC, MOST_TOPICS);
        if (topics.isEmpty()) {
            fields.violation("topics", "size", "must not be empty");
        }
        return topics;
    }
}
