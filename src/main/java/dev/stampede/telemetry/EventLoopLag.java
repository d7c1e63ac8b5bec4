package dev.stampede.telemetry;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How late the event loops of this process are: the worst delay of a timer in the last five to ten seconds. */
public final class EventLoopLag {
    private static final long TICK_MILLIS = 100;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private Worst worst = new Worst(Long.MIN_VALUE, 0, 0);

    /** {@code nanoTime} counts nanoseconds and never goes back. */
    public EventLoopLag(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Watches the event loop of the caller until its verticle stops. */
    public void watch(Vertx vertx) {
        long[] last = {nanoTime.getAsLong()};
        vertx.setPeriodic(TICK_MILLIS, ignored -> {
            long now = nanoTime.getAsLong();
            record(now, Math.max(0, now - last[0] - TICK_NANOS));
            last[0] = now;
        });
    }

    /** The worst delay, in seconds. */
    public synchronized double seconds() {
        Worst current = worst.at(window(nanoTime.getAsLong()));
        return Math.max(current.now(), current.before()) / 1e9;
    }

    synchronized void record(long now, long lagNanos) {
        worst = worst.at(window(now)).with(lagNanos);
    }

    private static long window(long nanos) {
        return Math.floorDiv(nanos, WINDOW_NANOS);
    }

    /** The worst delays of a window of time and of the one before it, in nanoseconds. */
    private record Worst(long window, long now, long before) {
        Worst at(long next) {
            if (next <= window) {
                return this;
            }
            return new Worst(next, 0, next == window + 1 ? now : 0);
        }

        Worst with(long lagNanos) {
            return lagNanos > now ? new Worst(window, lagNanos, before) : this;
        }
    }
}
