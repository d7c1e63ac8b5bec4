package dev.stampede.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The requests of one event loop that wait for their answer, oldest first. One that waits for too long is answered with 503:
 * a store that hangs must not hold the crowd. The work behind it goes on, and its answer is dropped.
 */
final class Overdue {
    private static final long LOOK_EVERY_MS = 250;
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final long patientLooks;
    private final Map<RoutingContext, Long> since = new LinkedHashMap<>();
    private long looks;

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
        since.put(context, looks);
        context.addEndHandler(ended -> since.remove(context));
    }

    private void giveUp() {
        Iterator<Map.Entry<RoutingContext, Long>> oldest = since.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<RoutingContext, Long> next = oldest.next();
            if (looks - next.getValue() <= patientLooks) {
                return;
            }
            oldest.remove();
            // What left the count is a socket or a stream, and may be as old as it likes.
            if (InFlight.isWaiting(next.getKey())) {
                refuse(next.getKey());
            }
        }
    }

    private static void refuse(RoutingContext context) {
        boolean isRead = READS.contains(context.request().method());
        // What changes something may still do it.
        context.fail(Refusal.of(503, isRead ? "STORE_DOWN" : "OUTCOME_UNKNOWN"));
    }
}
