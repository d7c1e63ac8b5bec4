package dev.stampede.campaign;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** When shoppers are not to be woken: from ten in the evening to eight in the morning, where the campaign is. */
final class QuietHours {
    private static final LocalTime FROM = LocalTime.of(22, 0);
    private static final LocalTime TO = LocalTime.of(8, 0);

    private QuietHours() {}

    static boolean contain(Instant time, ZoneId zone) {
        LocalTime there = time.atZone(zone).toLocalTime();
        return !there.isBefore(FROM) || there.isBefore(TO);
    }
}
