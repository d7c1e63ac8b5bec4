package dev.stampede.cli;

import dev.stampede.boot.Nearest;
import dev.stampede.boot.NodeRole;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class Words {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})([smhd])");

    private Words() {}

    static void teach(CommandLine line) {
        line.registerConverter(NodeRole.class, oneOf(NodeRole.values(), NodeRole::word));
        line.registerConverter(TokenRole.class, oneOf(TokenRole.values(), TokenRole::word));
        line.registerConverter(Duration.class, Words::duration);
        line.registerConverter(int.class, number(Integer::valueOf));
        line.registerConverter(Integer.class, number(Integer::valueOf));
        line.registerConverter(Long.class, number(Long::valueOf));
    }

    private static <E> ITypeConverter<E> oneOf(E[] values, Function<E, String> word) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E value : values) {
            byWord.put(word.apply(value), value);
        }
        return text -> {
            E value = byWord.get(text);
            if (value == null) {
                throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", byWord.keySet())
                        + Nearest.hint(text, byWord.keySet()));
            }
            return value;
        };
    }

    private static <N extends Number> ITypeConverter<N> number(Function<String, N> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a whole number within bounds");
            }
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a time such as 90s, 15m, 24h or 7d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
