package dev.stampede.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;

/**
 * One JSON object, written member by member into a text, for what is written once for every request: a tree costs several
 * times as much. Everything else is a tree.
 */
public final class JsonText {
    private static final int USUAL = 512;

    private final StringBuilder out = new StringBuilder(USUAL).append('{');

    public JsonText put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    public JsonText put(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    public JsonText put(String name, boolean value) {
        name(name);
        out.append(value);
        return this;
    }

    public JsonText set(String name, JsonNode value) {
        name(name);
        write(value);
        return this;
    }

    public JsonText list(String name, List<String> objects) {
        name(name);
        out.append('[').append(String.join(",", objects)).append(']');
        return this;
    }

    /** A member that is a finished JSON value already. */
    public JsonText raw(String name, String json) {
        name(name);
        out.append(json);
        return this;
    }

    /** The object; nothing can be added any more. */
    public String end() {
        return out.append('}').toString();
    }

    private void name(String name) {
        if (out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        quote(name);
        out.append(':');
    }

    private void write(JsonNode value) {
        if (value.isTextual()) {
            quote(value.textValue());
        } else if (value.isObject()) {
            out.append('{');
            value.fields().forEachRemaining(member -> {
                name(member.getKey());
                write(member.getValue());
            });
            out.append('}');
        } else {
            out.append(Json.write(value));
        }
    }

    private void quote(String text) {
        out.append('"');
        int plain = plain(text);
        if (plain == text.length()) {
            out.append(text);
        } else {
            escape(text, plain);
        }
        out.append('"');
    }

    /** How many characters come before the first that must be escaped; as a rule all. */
    private static int plain(String text) {
        int i = 0;
        while (i < text.length() && !isEscaped(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private void escape(String text, int from) {
        out.append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isEscaped(c)) {
                out.append(c);
            } else if (c < ' ') {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append('\\').append(c);
            }
        }
    }

    private static boolean isEscaped(char c) {
        return c == '"' || c == '\\' || c < ' ';
    }
}
