package dev.stampede.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times on the wire: RFC 3339, UTC, always three digits of milliseconds. */
public final class Times {
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    private Times() {}

    /** The time in a text, of which what is finer than a millisecond is cut off; null when it is no time in UTC. */
    static @Nullable Instant read(String text) {
        try {
            return TIME.matcher(text).matches() ? Instant.parse(text).truncatedTo(ChronoUnit.MILLIS) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Years 0 to 9999; by hand, since every order carries three times and a formatter costs more than the rest of it. */
    public static String write(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(24);
        digits(out, utc.getYear(), 1_000).append('-');
        digits(out, utc.getMonthValue(), 10).append('-');
        digits(out, utc.getDayOfMonth(), 10).append('T');
        digits(out, utc.getHour(), 10).append(':');
        digits(out, utc.getMinute(), 10).append(':');
        digits(out, utc.getSecond(), 10).append('.');
        return digits(out, utc.getNano() / 1_000_000, 100).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder out, int number, int unit) {
        for (int left = unit; left > 0; left /= 10) {
            out.append((char) ('0' + number / left % 10));
        }
        return out;
    }
}
