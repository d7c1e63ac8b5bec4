package dev.stampede.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final DateTimeFormatter FORMATTER =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void milliseconds_always_have_three_digits_and_finer_ones_are_cut_off() {
        assertThat(Times.write(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(Times.write(Instant.parse("2026-02-03T04:05:06.007999999Z"))).isEqualTo("2026-02-03T04:05:06.007Z");
        assertThat(Times.write(Instant.parse("2028-02-29T23:59:59.999Z"))).isEqualTo("2028-02-29T23:59:59.999Z");
    }

    @Test
    void every_time_of_four_digit_years_is_written_as_the_formatter_does() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(first, last + 1), random.nextLong(1_000_000_000));
            assertThat(Times.write(time)).as("seed %d", seed).isEqualTo(FORMATTER.format(time));
        }
    }
}
