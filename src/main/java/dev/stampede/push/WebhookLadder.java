package dev.stampede.push;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** How long a webhook's sender waits after failures, and when it gives up. */
public final class WebhookLadder {
    private static final int JITTER_PER_CENT = 20;
    private static final int HUNDRED = 100;

    private final List<Duration> steps;
    private final Duration patience;

    /**
     * @param steps the pause after the first failure, the second, and so on; the last one stays
     * @param patience for so long a webhook may fail without one success before it is disabled
     */
    public WebhookLadder(List<Duration> steps, Duration patience) {
        this.steps = List.copyOf(steps);
        this.patience = patience;
    }

    /** One second at first, half an hour at last, disabled after a day. */
    public static WebhookLadder standard() {
        return new WebhookLadder(
                List.of(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(30)),
                Duration.ofDays(1));
    }

    Duration patience() {
        return patience;
    }

    /** The pause after so many failures in a row, a fifth longer or shorter by chance. */
    Duration pause(int failures, RandomGenerator random) {
        Duration step = steps.get(Math.min(failures, steps.size()) - 1);
        long perCent = HUNDRED - JITTER_PER_CENT + random.nextLong(2 * JITTER_PER_CENT + 1);
        return step.multipliedBy(perCent).dividedBy(HUNDRED);
    }
}
