package dev.stampede.kind.flashsale;

import dev.stampede.kind.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * A stretch of every day in which the sale sells. It crosses midnight when {@code to} is not after {@code from}.
 *
 * @param from wall-clock time at which it opens
 * @param to wall-clock time at which it closes
 */
public record DailyWindow(LocalTime from, LocalTime to) {
    /** The window that starts on that day; empty when the clocks skip all of it. */
    Span on(LocalDate day, ZoneId zone) {
        LocalDate lastDay = to.isAfter(from) ? day : day.plusDays(1);
        return new Span(instant(day.atTime(from), zone), instant(lastDay.atTime(to), zone));
    }

    /** A time that the clocks skip is the moment in which they do; of one that they show twice it is the first. */
    private static Instant instant(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return change != null && change.isGap()
                ? change.getInstant()
                : time.atZone(zone).toInstant();
    }
}
