package dev.stampede.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, read one by one with their type and bounds. What is wrong is collected, so that a
 * client learns everything at once; a wrong member reads as a harmless value of its type. {@link #finish} also reports
 * every member that nobody asked for.
 */
public final class Fields {
    /** Beyond this a JSON number is not exact in every client (RFC 7493). */
    public static final long MAX_EXACT = (1L << 53) - 1;

    private static final int MAX_VIOLATIONS = 100;

    private final String path;
    private final ObjectNode node;
    private final List<Violation> violations;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> children = new ArrayList<>();

    private Fields(String path, ObjectNode node, List<Violation> violations) {
        this.path = path;
        this.node = node;
        this.violations = violations;
    }

    public static Fields of(ObjectNode node) {
        return new Fields("", node, new ArrayList<>());
    }

    /** What is wrong, members that nobody asked for included; at most 100, empty when all is well. */
    public List<Violation> finish() {
        reportUnknown();
        return List.copyOf(violations);
    }

    /** Whether the member is there and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    public String text(String name, int min, int max) {
        return orElse(optionalText(name, min, max), name, "");
    }

    public @Nullable String optionalText(String name, int min, int max) {
        return read(name, value -> {
            if (!value.isTextual()) {
                return wrong(name, "type", "must be a string");
            }
            String text = value.textValue();
            int length = text.codePointCount(0, text.length());
            if (length < min || length > max) {
                return wrong(name, "length", "must have " + min + " to " + max + " characters");
            }
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && "\n\r\t".indexOf(c) < 0)) {
                return wrong(name, "pattern", "must not hold control characters");
            }
            return text;
        });
    }

    public String matching(String name, Pattern pattern) {
        return orElse(optionalMatching(name, pattern), name, "");
    }

    public @Nullable String optionalMatching(String name, Pattern pattern) {
        return optional(name, text -> pattern.matcher(text).matches(), pattern.pattern());
    }

    /** A {@link Name}. */
    public String name(String name) {
        return orElse(optionalName(name), name, "");
    }

    public @Nullable String optionalName(String name) {
        return optional(name, Name::isName, Name.rule(1));
    }

    private @Nullable String optional(String name, Predicate<String> isGood, String rule) {
        return read(
                name,
                value -> value.isTextual() && isGood.test(value.textValue())
                        ? value.textValue()
                        : wrong(name, value.isTextual() ? "pattern" : "type", "must be a string that matches " + rule));
    }

    public long integer(String name, long min, long max) {
        return orElse(optionalInteger(name, min, max), name, min);
    }

    public long integer(String name, long min, long max, long otherwise) {
        Long value = optionalInteger(name, min, max);
        return value == null ? otherwise : value;
    }

    /** A whole number from {@code min} to {@code max}, which is at most {@link #MAX_EXACT}. */
    public @Nullable Long optionalInteger(String name, long min, long max) {
        if (max > MAX_EXACT) {
            throw new IllegalArgumentException(name + " has a bound that JSON can't carry");
        }
        return read(name, value -> {
            if (!value.isIntegralNumber()) {
                return wrong(name, "type", "must be a whole number written in digits only");
            }
            if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
                return wrong(name, "range", "must be from " + min + " to " + max);
            }
            return value.longValue();
        });
    }

    public boolean flag(String name, boolean otherwise) {
        Boolean value = read(
                name, json -> json.isBoolean() ? json.booleanValue() : wrong(name, "type", "must be true or false"));
        return value == null ? otherwise : value;
    }

    public Instant instant(String name) {
        return orElse(optionalInstant(name), name, Instant.EPOCH);
    }

    /** A time in UTC; what is finer than a millisecond is cut off. */
    public @Nullable Instant optionalInstant(String name) {
        return read(name, value -> {
            Instant time = value.isTextual() ? Times.read(value.textValue()) : null;
            return time != null
                    ? time
                    : wrong(name, "pattern", "must be an RFC 3339 time in UTC such as 2026-11-21T12:00:00.000Z");
        });
    }

    /** One of an enum's words, in lower snake case. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        E value = read(name, json -> {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(json.textValue())) {
                    return constant;
                }
            }
            return wrong(name, "choice", "must be one of " + words(type));
        });
        return value == null ? otherwise : value;
    }

    /** The object of that name; an empty one when it is missing. */
    public Fields object(String name) {
        JsonNode value = ask(name);
        if (value != null && !value.isObject()) {
            wrong(name, "type", "must be an object");
        }
        ObjectNode object = value instanceof ObjectNode present ? present : Json.object();
        return child(pointer(name), object);
    }

    /** The objects of a list; empty when it is missing, which is reported when {@code min} is above 0. */
    public List<Fields> objects(String name, int min, int max) {
        List<Fields> found = new ArrayList<>();
        int i = 0;
        for (JsonNode element : list(name, min, max)) {
            String place = pointer(name) + "/" + i++;
            if (element instanceof ObjectNode object) {
                found.add(child(place, object));
            } else {
                add(place, "type", "must be an object");
            }
        }
        return found;
    }

    /** The strings of a list; empty when it is missing. */
    public List<String> texts(String name, Pattern pattern, int max) {
        List<String> found = new ArrayList<>();
        int i = 0;
        for (JsonNode element : list(name, 0, max)) {
            String place = pointer(name) + "/" + i++;
            if (element.isTextual() && pattern.matcher(element.textValue()).matches()) {
                found.add(element.textValue());
            } else {
                add(place, "pattern", "must be a string that matches " + pattern);
            }
        }
        return found;
    }

    /** Reports what only the reader can know, such as two members that do not go together. */
    public void violation(String name, String code, String detail) {
        add(pointer(name), code, detail);
    }

    /** Whether nothing was found wrong so far, here or in the whole body. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /** Whether nothing was found wrong so far with these members, or inside them. */
    public boolean isClean(String... names) {
        for (String name : names) {
            String place = pointer(name);
            if (violations.stream()
                    .map(Violation::pointer)
                    .anyMatch(pointer -> pointer.equals(place) || pointer.startsWith(place + "/"))) {
                return false;
            }
        }
        return true;
    }

    private Iterable<JsonNode> list(String name, int min, int max) {
        JsonNode value = ask(name);
        if (value == null) {
            if (min > 0) {
                wrong(name, "required", "is required");
            }
            return List.of();
        }
        if (!value.isArray()) {
            wrong(name, "type", "must be a list");
            return List.of();
        }
        if (value.size() < min || value.size() > max) {
            wrong(name, "length", "must have " + min + " to " + max + " elements");
            return List.of();
        }
        return value;
    }

    private <T> @Nullable T read(String name, Function<JsonNode, @Nullable T> reader) {
        JsonNode value = ask(name);
        return value == null ? null : reader.apply(value);
    }

    /** The member as it was written, or null when it is missing or null: for who takes values of several types. */
    public @Nullable JsonNode ask(String name) {
        asked.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private <T> T orElse(@Nullable T value, String name, T harmless) {
        if (value != null) {
            return value;
        }
        if (!has(name)) {
            wrong(name, "required", "is required");
        }
        return harmless;
    }

    private <T> @Nullable T wrong(String name, String code, String detail) {
        add(pointer(name), code, detail);
        return null;
    }

    private void add(String place, String code, String detail) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(place, code, detail));
        }
    }

    private Fields child(String place, ObjectNode object) {
        Fields child = new Fields(place, object, violations);
        children.add(child);
        return child;
    }

    private void reportUnknown() {
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                wrong(name, "unknown", "is not known here");
            }
        });
        children.forEach(Fields::reportUnknown);
    }

    private String pointer(String name) {
        return path + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return String.join(", ", words);
    }
}
