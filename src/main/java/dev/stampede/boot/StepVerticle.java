package dev.stampede.boot;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one piece of background work: again at once while it finds something to do, after a pause when it does not, and with
 * growing pauses while it fails. It holds no rule.
 */
final class StepVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(StepVerticle.class);
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final String name;
    private final LongSupplier idleMs;
    private final Supplier<Future<?>> open;
    private final Supplier<Future<Integer>> step;
    private volatile @Nullable Context home;
    private boolean running;
    private boolean wanted;
    private boolean stopped;
    private long timer = -1;
    private long failurePause;
    private Future<?> current = Future.succeededFuture();

    /**
     * @param idleMs the pause after a step that found nothing to do
     * @param open makes ready what the step needs, on this verticle's event loop; before that no step is run
     */
    StepVerticle(String name, LongSupplier idleMs, Supplier<Future<?>> open, Supplier<Future<Integer>> step) {
        this.name = name;
        this.idleMs = idleMs;
        this.open = open;
        this.step = step;
    }

    @Override
    public Future<?> start() {
        return open.get().onSuccess(opened -> {
            home = context;
            wake();
        });
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return current.otherwiseEmpty();
    }

    String name() {
        return name;
    }

    /** Runs a step soon; any thread. */
    void wake() {
        Context context = home;
        if (context != null) {
            context.runOnContext(go -> run());
        }
    }

    private void run() {
        if (running || stopped) {
            wanted = true;
            return;
        }
        running = true;
        wanted = false;
        vertx.cancelTimer(timer);
        Future<Integer> stepping = Future.succeededFuture().compose(go -> step.get());
        current = stepping;
        // A step may end on another event loop; what follows belongs to this one, or two steps would run at once.
        stepping.onComplete(done -> context.runOnContext(back -> ended(done)));
    }

    private void ended(AsyncResult<Integer> done) {
        running = false;
        failurePause = done.succeeded() ? 0 : Math.min(LONGEST_PAUSE_MS, Math.max(50, failurePause * 2));
        if (done.failed()) {
            LOG.warn("{}: {}", name, String.valueOf(done.cause()));
        }
        next(done.succeeded() && (done.result() > 0 || wanted));
    }

    private void next(boolean atOnce) {
        if (stopped) {
            return;
        }
        if (atOnce) {
            context.runOnContext(go -> run());
        } else {
            timer = vertx.setTimer(Math.max(1, failurePause > 0 ? failurePause : idleMs.getAsLong()), due -> run());
        }
    }
}
