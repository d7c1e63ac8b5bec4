package dev.stampede.kind.flashsale;

import dev.stampede.kind.Span;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * A stretch of every day in which the sale sells. It crosses midnight when {@code to} is not after {@code from}.
 *
 * @param from wall-clock time at which it opens
 * @param to wall-clock time at which it closes
 */
public record DailyWindow(LocalTime from, LocalTime to) {
    /** The window that starts on that day. A local time that a clock change skips is moved by java.time to after the gap. */
    Span on(LocalDate day, ZoneId zone) {
        LocalDate lastDay = to.isAfter(from) ? day : day.plusDays(1);
        return new Span(
                day.atTime(from).atZone(zone).toInstant(),
                lastDay.atTime(to).atZone(zone).toInstant());
    }
}
