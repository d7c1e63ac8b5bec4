package dev.stampede.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The requests of one event loop that wait for their answer, oldest first. One that waits for too long is answered with 503:
 * a store that hangs must not hold the crowd. The work behind it goes on, and its answer is dropped.
 */
final class Overdue {
    private static final long LOOK_EVERY_MS = 1_000;
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final long patientLooks;
    private final Waiting ends = new Ends();
    private long looks;

    /** A request that waits, and its place in the row of those who do: each knows its neighbours, so leaving finds them at once. */
    abstract static class Waiting {
        private Waiting older = this;
        private Waiting newer = this;
        private long since;

        /** False also for what left the count and may be as old as it likes: a socket or a stream. */
        abstract boolean isWaiting();

        /** Answers it with 503. */
        abstract void giveUp();
    }

    Overdue(Duration patience) {
        this.patientLooks = Math.max(1, patience.toMillis() / LOOK_EVERY_MS);
    }

    /** Looks now and then, as long as the event loop runs. Looks are counted: a clock that is set must not end requests. */
    void watch(Vertx vertx) {
        vertx.setPeriodic(LOOK_EVERY_MS, due -> look());
    }

    /** Watches a request until its answer is complete or its connection gone. */
    void add(RoutingContext context) {
        Waiting waiting = new Routed(context);
        add(waiting);
        context.addEndHandler(ended -> remove(waiting));
    }

    /** Watches a request until it is {@link #remove removed}. */
    void add(Waiting waiting) {
        waiting.since = looks;
        waiting.older = ends.older;
        waiting.newer = ends;
        waiting.older.newer = waiting;
        ends.older = waiting;
    }

    /** Stops watching it; nothing happens when it was not watched any more. */
    void remove(Waiting waiting) {
        waiting.older.newer = waiting.newer;
        waiting.newer.older = waiting.older;
        waiting.older = waiting;
        waiting.newer = waiting;
    }

    /** Answers those that have waited for too long. */
    void look() {
        looks++;
        List<Waiting> late = new ArrayList<>();
        for (Waiting oldest = ends.newer; oldest != ends && looks - oldest.since > patientLooks; oldest = ends.newer) {
            remove(oldest);
            late.add(oldest);
        }
        late.stream().filter(Waiting::isWaiting).forEach(Waiting::giveUp);
    }

    /** What a request is told that waited for too long: what changes something may still do it. */
    static Refusal refusal(HttpMethod method) {
        return Refusal.of(503, READS.contains(method) ? "STORE_DOWN" : "OUTCOME_UNKNOWN");
    }

    private static final class Routed extends Waiting {
        private final RoutingContext context;

        Routed(RoutingContext context) {
            this.context = context;
        }

        @Override
        boolean isWaiting() {
            return InFlight.isWaiting(context);
        }

        @Override
        void giveUp() {
            context.fail(refusal(context.request().method()));
        }
    }

    /** Behind the newest and before the oldest. */
    private static final class Ends extends Waiting {
        @Override
        boolean isWaiting() {
            return false;
        }

        @Override
        void giveUp() {
            throw new IllegalStateException("no request");
        }
    }
}
