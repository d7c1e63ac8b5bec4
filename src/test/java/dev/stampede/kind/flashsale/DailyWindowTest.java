package dev.stampede.kind.flashsale;

import static dev.stampede.kind.flashsale.Sales.terms;
import static dev.stampede.kind.flashsale.Sales.windows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.kind.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A day's window, over midnight and over the days on which the clocks change. */
class DailyWindowTest {
    @ParameterizedTest(name = "{0} {1} {2}-{3}")
    @CsvSource({
        // no clock change
        "Asia/Shanghai,    2026-11-11, 20:00, 22:00, 2026-11-11T12:00:00Z, 2026-11-11T14:00:00Z",
        "Asia/Shanghai,    2026-11-11, 22:00, 02:00, 2026-11-11T14:00:00Z, 2026-11-11T18:00:00Z",
        "Asia/Shanghai,    2026-11-11, 22:00, 00:00, 2026-11-11T14:00:00Z, 2026-11-11T16:00:00Z",
        "Asia/Shanghai,    2026-12-31, 23:30, 00:30, 2026-12-31T15:30:00Z, 2026-12-31T16:30:00Z",
        // Berlin, 02:00 becomes 03:00
        "Europe/Berlin,    2026-03-29, 01:00, 04:00, 2026-03-29T00:00:00Z, 2026-03-29T02:00:00Z",
        "Europe/Berlin,    2026-03-29, 02:30, 05:00, 2026-03-29T01:00:00Z, 2026-03-29T03:00:00Z",
        "Europe/Berlin,    2026-03-29, 02:30, 03:15, 2026-03-29T01:00:00Z, 2026-03-29T01:15:00Z",
        "Europe/Berlin,    2026-03-29, 01:30, 02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
        "Europe/Berlin,    2026-03-29, 02:00, 03:00, none,                 none",
        "Europe/Berlin,    2026-03-29, 02:10, 02:50, none,                 none",
        "Europe/Berlin,    2026-03-28, 22:00, 02:30, 2026-03-28T21:00:00Z, 2026-03-29T01:00:00Z",
        // Berlin, 03:00 becomes 02:00
        "Europe/Berlin,    2026-10-25, 01:00, 04:00, 2026-10-24T23:00:00Z, 2026-10-25T03:00:00Z",
        "Europe/Berlin,    2026-10-25, 02:10, 02:50, 2026-10-25T00:10:00Z, 2026-10-25T00:50:00Z",
        "Europe/Berlin,    2026-10-25, 02:30, 04:00, 2026-10-25T00:30:00Z, 2026-10-25T03:00:00Z",
        "Europe/Berlin,    2026-10-25, 01:00, 02:30, 2026-10-24T23:00:00Z, 2026-10-25T00:30:00Z",
        "Europe/Berlin,    2026-10-24, 22:00, 03:00, 2026-10-24T20:00:00Z, 2026-10-25T02:00:00Z",
        // New York, both
        "America/New_York, 2026-03-08, 02:30, 05:00, 2026-03-08T07:00:00Z, 2026-03-08T09:00:00Z",
        "America/New_York, 2026-03-08, 02:15, 02:45, none,                 none",
        "America/New_York, 2026-11-01, 01:10, 01:50, 2026-11-01T05:10:00Z, 2026-11-01T05:50:00Z",
        "America/New_York, 2026-11-01, 00:30, 03:00, 2026-11-01T04:30:00Z, 2026-11-01T08:00:00Z",
        // Apia had no 30 December 2011 at all
        "Pacific/Apia,     2011-12-29, 22:00, 02:00, 2011-12-30T08:00:00Z, 2011-12-30T10:00:00Z",
        "Pacific/Apia,     2011-12-30, 10:00, 12:00, none,                 none",
        "Pacific/Apia,     2011-12-30, 22:00, 02:00, 2011-12-30T10:00:00Z, 2011-12-30T12:00:00Z",
        "Pacific/Apia,     2011-12-31, 10:00, 12:00, 2011-12-30T20:00:00Z, 2011-12-30T22:00:00Z",
    })
    void a_window_follows_the_wall_clock(
            ZoneId zone, LocalDate day, LocalTime from, LocalTime to, String opens, String closes) {
        Span span = new DailyWindow(from, to).on(day, zone);

        if (opens.equals("none")) {
            assertThat(span.from()).isEqualTo(span.to());
        } else {
            assertThat(span).isEqualTo(Sales.span(opens, closes));
        }
    }

    @ParameterizedTest(name = "{0} at {1}, windows {2}-{3}")
    @CsvSource({
        // a window that the clocks skip altogether is left out
        "Europe/Berlin,    2026-03-28T23:30:00Z, 02:10, 02:50, 2026-03-30T00:10:00Z, 2026-03-31T00:10:00Z",
        "America/New_York, 2026-03-08T05:30:00Z, 02:15, 02:45, 2026-03-09T06:15:00Z, 2026-03-10T06:15:00Z",
        // the hour that comes twice sells once
        "Europe/Berlin,    2026-10-25T00:50:00Z, 02:10, 02:50, 2026-10-26T01:10:00Z, 2026-10-27T01:10:00Z",
        "Europe/Berlin,    2026-10-25T00:49:59Z, 02:10, 02:50, 2026-10-25T00:10:00Z, 2026-10-26T01:10:00Z",
        // over midnight it still is yesterday's
        "Europe/Berlin,    2026-03-29T00:59:59Z, 22:00, 02:30, 2026-03-28T21:00:00Z, 2026-03-29T20:00:00Z",
        "Asia/Shanghai,    2026-11-20T17:00:00Z, 22:00, 02:00, 2026-11-20T14:00:00Z, 2026-11-21T14:00:00Z",
    })
    void the_two_nearest_are_told(ZoneId zone, Instant now, String from, String to, Instant first, Instant second) {
        List<Span> nearest = windows(from, to).nearest(now, terms(zone));

        assertThat(nearest).extracting(Span::from).containsExactly(first, second);
        assertThat(nearest)
                .allMatch(span -> now.isBefore(span.to()) && span.from().isBefore(span.to()));
    }
}
