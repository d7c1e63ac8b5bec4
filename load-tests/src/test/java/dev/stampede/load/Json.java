package dev.stampede.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The engine's JSON. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** What the text says; an empty object when it is no JSON. */
    static JsonNode read(String text) {
        try {
            JsonNode read = MAPPER.readTree(text);
            return read == null ? object() : read;
        } catch (JsonProcessingException e) {
            return object();
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
