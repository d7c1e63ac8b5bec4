package dev.stampede.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.schedule.RedisClocks.Reading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClocksTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 1, false",
        "250, 0, 250, 0, false",
        "251, 0, 0, 0, true",
        "0, 0, -251, 0, true",
        "200, 0, -100, 0, true",
        "251, 1, 0, 0, false",
        "900, 800, -900, 800, false",
        "2000, 800, 0, 1, true"
    })
    void clocks_are_apart_only_when_no_doubt_explains_it(
            long redisMs, long redisDoubt, long postgresMs, long postgresDoubt, boolean isApart) {
        assertThat(Reading.isApart(new Reading(redisMs, redisDoubt), new Reading(postgresMs, postgresDoubt), 250))
                .isEqualTo(isApart);
    }
}
