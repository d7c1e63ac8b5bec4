package dev.stampede.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopLagTest {
    private long now = TimeUnit.HOURS.toNanos(-5);
    private final EventLoopLag lag = new EventLoopLag(() -> now);

    @Test
    void the_worst_delay_is_shown() {
        lag.record(now, TimeUnit.MILLISECONDS.toNanos(250));
        lag.record(now, TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(lag.seconds()).isEqualTo(0.25);
    }

    @Test
    void an_old_delay_is_forgotten_after_ten_seconds() {
        lag.record(now, TimeUnit.MILLISECONDS.toNanos(250));
        now += TimeUnit.SECONDS.toNanos(5);
        assertThat(lag.seconds()).isEqualTo(0.25);
        lag.record(now, TimeUnit.MILLISECONDS.toNanos(1));
        now += TimeUnit.SECONDS.toNanos(5);
        assertThat(lag.seconds()).isEqualTo(0.001);
        now += TimeUnit.SECONDS.toNanos(10);
        assertThat(lag.seconds()).isZero();
    }
}
