package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-11T13:59:59.999Z, Asia/Shanghai, false",
        "2026-11-11T14:00:00.000Z, Asia/Shanghai, true",
        "2026-11-11T23:59:59.999Z, Asia/Shanghai, true",
        "2026-11-12T00:00:00.000Z, Asia/Shanghai, false",
        "2026-11-11T14:00:00.000Z, UTC, false",
        "2026-11-11T22:00:00.000Z, UTC, true",
        "2026-11-11T00:00:00.000Z, UTC, true",
        "2026-11-11T08:00:00.000Z, UTC, false"
    })
    void they_are_those_of_the_campaigns_own_zone(Instant time, ZoneId zone, boolean isQuiet) {
        assertThat(QuietHours.contain(time, zone)).isEqualTo(isQuiet);
    }
}
