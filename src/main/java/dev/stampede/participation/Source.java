package dev.stampede.participation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a shopper came from: the group leader, the chat group, the friend who shared. Not part of the fingerprint. */
final class Source {
    private static final List<String> MEMBERS = List.of("leaderId", "chatGroupId", "sharedBy");

    private Source() {}

    static @Nullable ObjectNode read(Fields body) {
        Fields source = body.object("source");
        ObjectNode json = Json.object();
        for (String member : MEMBERS) {
            String value = source.optionalName(member);
            if (value != null) {
                json.put(member, value);
            }
        }
        return json.isEmpty() ? null : json;
    }
}
