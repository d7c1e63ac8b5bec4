package dev.stampede.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The figures of this process, in Prometheus' names. */
public final class Metrics {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Outcome, Counter> outcomes = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> clocks = new ConcurrentHashMap<>();
    private final DistributionSummary batches = DistributionSummary.builder("stampede.batch.size")
            .description("Requests that went to Redis in one call")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
            .register(registry);
    private final Timer commits = Timer.builder("stampede.commit")
            .description("Time of a settling transaction")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(25),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2))
            .register(registry);

    private final Counter feedSent = Counter.builder("stampede.feed.sent")
            .description("Messages that went to WebSockets")
            .register(registry);
    private final Counter feedConflated = Counter.builder("stampede.feed.conflated")
            .description("Stock figures that a newer one took the place of")
            .register(registry);
    private final Timer feedTurns = Timer.builder("stampede.feed.turn")
            .description("Processor time that an event loop gives to sockets at one go")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(20),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100))
            .register(registry);

    /** Counts one answered action; {@code code} is {@code OK} or the code of the refusal. */
    public void outcome(String action, String code) {
        outcomes.computeIfAbsent(new Outcome(action, code), this::counter).increment();
    }

    /** Counts one attempt to give money back; {@code outcome} is {@code done}, {@code under_way} or {@code failed}. */
    public void refund(String outcome) {
        Counter.builder("stampede.refund.attempts")
                .description("Attempts to give money back")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** Shows how many WebSockets are open. */
    public void feedSockets(Supplier<Number> count) {
        gauge("stampede.feed.sockets", "Open WebSockets", count).register(registry);
    }

    /** Counts messages that went to sockets. */
    public void feedSent(int messages) {
        feedSent.increment(messages);
    }

    /** Counts stock figures that a newer one took the place of. */
    public void feedConflated(int figures) {
        feedConflated.increment(figures);
    }

    /**
     * Runs what an event loop does for sockets at one go, and measures what of a processor it takes: where the kernel gives
     * the processor to somebody else meanwhile, smaller slices would not help.
     */
    public void feedTurn(Runnable turn) {
        long begun = THREADS.getCurrentThreadCpuTime();
        turn.run();
        feedTurns.record(THREADS.getCurrentThreadCpuTime() - begun, TimeUnit.NANOSECONDS);
    }

    /** Counts a socket's end; {@code cause} is one of a few words. */
    public void feedClosed(String cause) {
        Counter.builder("stampede.feed.closed")
                .description("Ended WebSockets")
                .tag("cause", cause)
                .register(registry)
                .increment();
    }

    /** Counts one attempt to deliver a webhook, {@code accepted} or {@code failed}, or one that was {@code disabled}. */
    public void webhook(String outcome) {
        Counter.builder("stampede.webhooks")
                .description("Attempts to deliver webhooks, and webhooks that were disabled")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** Shows how far a store's clock is ahead of this node's; negative is behind. */
    public void clock(String store, Duration ahead) {
        clocks.computeIfAbsent(store, this::clockGauge).set(ahead.toMillis());
    }

    /** Notes how many requests one call to Redis carried. */
    public void batch(int size) {
        batches.record(size);
    }

    /** Notes how long a settling transaction took. */
    public void commit(Duration duration) {
        commits.record(duration);
    }

    /** Shows the age of the oldest batch that is not settled, in seconds; 0 when there is none. */
    public void unsettledAge(Supplier<Number> seconds) {
        gauge("stampede.unsettled.age", "Age of the oldest unsettled batch", seconds)
                .baseUnit("seconds")
                .register(registry);
    }

    /** Shows how many requests of a server, {@code public} or {@code operations}, wait for their answer. */
    public void requestsInFlight(String server, Supplier<Number> count) {
        gauge("stampede.requests.in.flight", "Requests that wait for their answer", count)
                .tag("server", server)
                .register(registry);
    }

    /** Shows the worst delay of an event loop. */
    public void eventLoopLag(EventLoopLag lag) {
        gauge("stampede.event.loop.lag", "Worst delay of an event loop in the last seconds", lag::seconds)
                .baseUnit("seconds")
                .register(registry);
    }

    /** Where libraries add what they measure themselves. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Everything, in Prometheus' text format. */
    String scrape() {
        return registry.scrape();
    }

    private static Gauge.Builder<Supplier<Number>> gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).description(description);
    }

    private AtomicLong clockGauge(String store) {
        AtomicLong millis = new AtomicLong();
        gauge(
                        "stampede.clock.difference",
                        "How far a store's clock is ahead of this node's",
                        () -> millis.get() / 1_000.0)
                .baseUnit("seconds")
                .tag("store", store)
                .strongReference(true)
                .register(registry);
        return millis;
    }

    private Counter counter(Outcome outcome) {
        return Counter.builder("stampede.outcomes")
                .description("Answered actions")
                .tag("action", outcome.action())
                .tag("code", outcome.code())
                .register(registry);
    }

    private record Outcome(String action, String code) {}
}
