package dev.stampede.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times on the wire: RFC 3339, UTC, always three digits of milliseconds. */
public final class Times {
    private Times() {}

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
