package dev.stampede.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads and writes JSON. Reading is strict: UTF-8, no duplicate names, nothing behind the value, depth at most 16. */
public final class Json {
    private static final int MAX_DEPTH = 16;
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // A client chooses the names: they must not stay in the JVM's table of strings.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** The object that a client sent, or {@link MalformedJson} with the reason. */
    public static ObjectNode parseObject(byte[] utf8) throws MalformedJson {
        String text = decode(utf8);
        JsonNode node = parse(text);
        if (node instanceof ObjectNode object) {
            if (mayHoldForbidden(text)) {
                refuseForbidden(object);
            }
            return object;
        }
        throw new MalformedJson("The body must be one JSON object.");
    }

    /** The object in a text that this engine wrote itself; anything else is a bug. */
    public static ObjectNode readOwn(String text) {
        try {
            return (ObjectNode) STRICT.readTree(text);
        } catch (JsonProcessingException | ClassCastException e) {
            throw new IllegalStateException("not an object that this engine wrote: " + text, e);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The value as text, without white space. */
    public static String write(JsonNode node) {
        try {
            return STRICT.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that can't be written", e);
        }
    }

    /** The value as UTF-8, without white space. */
    public static byte[] bytes(JsonNode node) {
        try {
            return STRICT.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that can't be written", e);
        }
    }

    private static String decode(byte[] utf8) throws MalformedJson {
        if (isAscii(utf8)) {
            return new String(utf8, StandardCharsets.ISO_8859_1);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                throw new MalformedJson("The body must not start with a byte order mark.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedJson("The body is not UTF-8.");
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode parse(String text) throws MalformedJson {
        try (JsonParser parser = STRICT.createParser(text)) {
            return STRICT.readTree(parser);
        } catch (JsonProcessingException e) {
            throw new MalformedJson("The body is not valid JSON: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    /** Whether the slow look is worth it: what is forbidden comes as an escape, or above all that is usual. */
    private static boolean mayHoldForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= Character.MIN_SURROGATE || (c == '\\' && text.startsWith("\\u", i))) {
                return true;
            }
        }
        return false;
    }

    /** I-JSON forbids halves of surrogate pairs and noncharacters; no store of ours takes U+0000. */
    private static void refuseForbidden(JsonNode node) throws MalformedJson {
        if (node.isTextual()) {
            refuseForbidden(node.textValue());
        }
        var names = node.fieldNames();
        while (names.hasNext()) {
            refuseForbidden(names.next());
        }
        for (JsonNode child : node) {
            refuseForbidden(child);
        }
    }

    private static void refuseForbidden(String text) throws MalformedJson {
        if (text.codePoints().anyMatch(Json::isForbidden)) {
            throw new MalformedJson("The body holds a character that I-JSON does not allow.");
        }
    }

    private static boolean isForbidden(int codePoint) {
        return codePoint == 0
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                || (codePoint & 0xFFFE) == 0xFFFE
                || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() <= 200 ? line : line.substring(0, 200);
    }
}
