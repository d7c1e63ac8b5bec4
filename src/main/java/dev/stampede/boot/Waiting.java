package dev.stampede.boot;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future on a thread that may block. */
final class Waiting {
    private Waiting() {}

    /** What the future brings, or {@link CannotStart} when it fails or takes longer than {@code seconds}. */
    static <T> T of(String what, Future<T> future, long seconds) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CannotStart(ExitCode.GAVE_UP, "gave up after " + seconds + " s: " + what);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CannotStart reason) {
                throw reason;
            }
            throw new CannotStart(ExitCode.GAVE_UP, "cannot " + what + ": " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart(ExitCode.FAILED, "interrupted: " + what);
        }
    }
}
