package dev.stampede.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The requests of one event loop that wait for their answer, oldest first. One that waits for too long is answered with 503:
 * a store that hangs must not hold the crowd. The work behind it goes on, and its answer is dropped.
 */
final class Overdue {
    private static final long LOOK_EVERY_MS = 1_000;
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final long patientLooks;
    private final Map<Waiting, Long> since = new LinkedHashMap<>();
    private long looks;

    /** A request that waits; compared by identity. */
    interface Waiting {
        /** False also for what left the count and may be as old as it likes: a socket or a stream. */
        boolean isWaiting();

        /** Answers it with 503. */
        void giveUp();
    }

    Overdue(Duration patience) {
        this.patientLooks = Math.max(1, patience.toMillis() / LOOK_EVERY_MS);
    }

    /** Looks now and then, as long as the event loop runs. Looks are counted: a clock that is set must not end requests. */
    void watch(Vertx vertx) {
        vertx.setPeriodic(LOOK_EVERY_MS, look -> {
            looks++;
            giveUp();
        });
    }

    /** Watches a request until its answer is complete or its connection gone. */
    void add(RoutingContext context) {
        Waiting waiting = new Routed(context);
        add(waiting);
        context.addEndHandler(ended -> remove(waiting));
    }

    /** Watches a request until it is {@link #remove removed}. */
    void add(Waiting waiting) {
        since.put(waiting, looks);
    }

    void remove(Waiting waiting) {
        since.remove(waiting);
    }

    private void giveUp() {
        Iterator<Map.Entry<Waiting, Long>> oldest = since.entrySet().iterator();
        List<Waiting> late = new ArrayList<>();
        while (oldest.hasNext()) {
            Map.Entry<Waiting, Long> next = oldest.next();
            if (looks - next.getValue() <= patientLooks) {
                break;
            }
            oldest.remove();
            late.add(next.getKey());
        }
        late.stream().filter(Waiting::isWaiting).forEach(Waiting::giveUp);
    }

    /** What a request is told that waited for too long: what changes something may still do it. */
    static Refusal refusal(HttpMethod method) {
        return Refusal.of(503, READS.contains(method) ? "STORE_DOWN" : "OUTCOME_UNKNOWN");
    }

    private record Routed(RoutingContext context) implements Waiting {
        @Override
        public boolean isWaiting() {
            return InFlight.isWaiting(context);
        }

        @Override
        public void giveUp() {
            context.fail(refusal(context.request().method()));
        }
    }
}
