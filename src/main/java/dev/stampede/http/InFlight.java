package dev.stampede.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests of one server that wait for their answer, counted over all event loops, up to a bound. */
public final class InFlight {
    private static final String KEY = "stampede.inFlight";

    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    public InFlight(int max) {
        this.max = max;
    }

    /** How many there are now. */
    public int count() {
        return count.get();
    }

    /**
     * Takes this request out of the count, once, however often it is called. Called when the answer is complete; a route
     * that keeps its connection for long, such as a WebSocket or a stream of events, calls it when it begins.
     */
    public static void leave(RoutingContext context) {
        InFlight entered = context.remove(KEY);
        if (entered != null) {
            entered.leave();
        }
    }

    /** Whether the request still waits for its answer. */
    static boolean isWaiting(RoutingContext context) {
        return context.get(KEY) != null;
    }

    /** Counts the request until its answer is complete or its connection gone; false when there are too many. */
    boolean enter(RoutingContext context) {
        if (!enter()) {
            return false;
        }
        context.put(KEY, this);
        context.addEndHandler(ignored -> leave(context));
        return true;
    }

    /** Counts a request until it {@link #leave leaves}; false when there are too many. */
    boolean enter() {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        count.decrementAndGet();
    }
}
