package dev.stampede.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one event loop by topic. What is for many goes out in slices, one a turn of the loop, so that nothing else on
 * it waits for longer than a slice takes. Only {@link #tell}, {@link #tick} and {@link #drain} may be called from elsewhere.
 */
final class BusFanout {
    private static final Logger LOG = LoggerFactory.getLogger(BusFanout.class);
    static final int SLICE = 256;

    /** What a slice takes at most on a machine on which so many sockets take longer. */
    static final long SLICE_MS = 5;

    private static final long BEAT_MS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final InstantSource clock;
    private final Figures figures;
    private final Set<FeedSocket> sockets = new HashSet<>();
    private final Map<Topic, Set<FeedSocket>> listeners = new HashMap<>();
    private final ArrayDeque<Work> queue = new ArrayDeque<>();
    private boolean isPumping;

    /** Something for everybody in {@code who}, who are looked up when its turn comes. */
    private static final class Work {
        final Supplier<Collection<FeedSocket>> who;
        final Consumer<FeedSocket> what;
        final Promise<Void> done = Promise.promise();
        FeedSocket[] left = new FeedSocket[0];
        int next = -1;

        Work(Supplier<Collection<FeedSocket>> who, Consumer<FeedSocket> what) {
            this.who = who;
            this.what = what;
        }

        /** Does it for the next one, if there is one. */
        void step() {
            if (next < 0) {
                left = who.get().toArray(FeedSocket[]::new);
                next = 0;
            }
            if (next < left.length) {
                attempt(left[next++]);
            }
        }

        /** A bug that shows in one socket must not silence the others. */
        private void attempt(FeedSocket socket) {
            try {
                what.accept(socket);
            } catch (RuntimeException e) {
                LOG.error("a socket of the feed failed", e);
            }
        }

        boolean isDone() {
            return next == left.length;
        }
    }

    /** Called on the event loop whose sockets it will have. */
    BusFanout(Vertx vertx, InstantSource clock, Figures figures) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.clock = clock;
        this.figures = figures;
        vertx.setPeriodic(BEAT_MS, beat -> enqueue(new Work(() -> sockets, FeedSocket::beat)));
    }

    /** Tells events in their order; completes when all listeners here have them, or have them waiting. */
    Future<Void> tell(List<Told> events) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            Future<Void> last = Future.succeededFuture();
            for (Told event : events) {
                last = enqueue(new Work(() -> listeners(event.topic()), socket -> socket.tell(event)));
            }
            last.onComplete(done);
        });
        return done.future();
    }

    /** Shows the newest stock of a campaign. */
    void tick(Topic topic, byte[] message) {
        context.runOnContext(go -> enqueue(new Work(() -> listeners(topic), socket -> socket.tick(topic, message))));
    }

    /** Says goodbye to every socket. */
    Future<Void> drain() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(
                go -> enqueue(new Work(() -> sockets, FeedSocket::drain)).onComplete(done));
        return done.future();
    }

    /** Runs a result on this event loop. */
    void here(Runnable what) {
        context.runOnContext(go -> what.run());
    }

    void enter(FeedSocket socket) {
        sockets.add(socket);
    }

    void leave(FeedSocket socket) {
        sockets.remove(socket);
    }

    void listen(FeedSocket socket, Topic topic) {
        listeners.computeIfAbsent(topic, first -> new HashSet<>()).add(socket);
    }

    void leave(FeedSocket socket, Topic topic) {
        listeners.computeIfPresent(topic, (same, some) -> some.remove(socket) && some.isEmpty() ? null : some);
    }

    private Set<FeedSocket> listeners(Topic topic) {
        return listeners.getOrDefault(topic, Set.of());
    }

    private Future<Void> enqueue(Work work) {
        queue.add(work);
        if (!isPumping) {
            isPumping = true;
            pumpNextTurn();
        }
        return work.done.future();
    }

    /** An event loop runs all tasks that wait before it looks at its connections again, those tasks' own too; a timer is none. */
    private void pumpNextTurn() {
        vertx.timer(1, TimeUnit.NANOSECONDS).onSuccess(turn -> figures.turn().accept(this::pump));
    }

    private void pump() {
        long begun = clock.millis();
        Work work = queue.peek();
        for (int i = 0; work != null && i < SLICE && clock.millis() - begun < SLICE_MS; i++) {
            work.step();
            if (work.isDone()) {
                queue.remove();
                work.done.complete();
                work = queue.peek();
            }
        }
        isPumping = work != null;
        if (isPumping) {
            pumpNextTurn();
        }
    }
}
