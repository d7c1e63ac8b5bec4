package dev.stampede.testing;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** An event loop that a test does things on, a turn for each. */
public final class TestLoop {
    private final Context context;

    public TestLoop(Vertx vertx) {
        this.context = vertx.getOrCreateContext();
    }

    /** What the work returns, within 10 s; what it throws is thrown here. */
    public <T> T run(Callable<T> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> {
            try {
                done.complete(work.call());
            } catch (Exception | AssertionError e) {
                done.fail(e);
            }
        });
        return done.future().timeout(10, TimeUnit.SECONDS).await();
    }
}
