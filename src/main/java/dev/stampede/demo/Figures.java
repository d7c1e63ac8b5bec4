package dev.stampede.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Counts the shoppers' requests. A purchase takes from the moment it is sent to the moment its answer is complete; waiting
 * for one of the demo's own connections is not the engine's time. For one thread.
 */
final class Figures {
    private static final long LONGEST_MICROS = 60_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final LongSupplier nanos;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Long> purchases = new TreeMap<>();
    private final Deque<long[]> lately = new ArrayDeque<>();
    private long requests;
    private long busiest;

    Figures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    long now() {
        return nanos.getAsLong();
    }

    /** A shopper's request was answered. */
    void answered() {
        requests++;
    }

    /** A purchase that was sent at {@code sentNanos} was answered now. */
    void purchase(Reply reply, long sentNanos) {
        purchases.merge(reply.label(), 1L, Long::sum);
        micros.recordValue(Math.min(LONGEST_MICROS, Math.max(0, (now() - sentNanos) / 1_000)));
    }

    /** The figures now. To be called a few times a second: the rate is that of about the last second. */
    Counted counted() {
        long now = now();
        lately.addLast(new long[] {now, requests});
        while (lately.size() > 2 && now - lately.peekFirst()[0] > SECOND_NANOS) {
            lately.removeFirst();
        }
        long[] first = lately.getFirst();
        long rate = (requests - first[1]) * SECOND_NANOS / Math.max(SECOND_NANOS, now - first[0]);
        busiest = Math.max(busiest, rate);
        return new Counted(
                requests, rate, busiest, micros.getValueAtPercentile(50), micros.getValueAtPercentile(99), purchases);
    }

    /**
     * @param rate requests in the last second
     * @param p50Micros half of the purchases were answered sooner
     * @param busiest the highest rate so far
     * @param purchases answers to a purchase, by status and code
     */
    record Counted(
            long requests, long rate, long busiest, long p50Micros, long p99Micros, Map<String, Long> purchases) {
        Counted {
            purchases = Map.copyOf(purchases);
        }
    }
}
