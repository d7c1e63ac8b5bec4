package dev.stampede.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Bounds how much is under way at once; the rest waits in line. Who holds an order goes first, or a payment would come too
 * late because others still click. For one thread.
 */
final class Turnstile {
    private final int most;
    private final Deque<Runnable> urgent = new ArrayDeque<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    Turnstile(int most) {
        this.most = most;
    }

    /** Does the work when it is its turn, and completes as the work does. */
    <T> Future<T> pass(boolean isUrgent, Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        Runnable turn = () -> work.get().onComplete(promise).onComplete(done -> leave());
        if (inside < most) {
            inside++;
            turn.run();
        } else {
            (isUrgent ? urgent : waiting).add(turn);
        }
        return promise.future();
    }

    private void leave() {
        Runnable next = urgent.isEmpty() ? waiting.poll() : urgent.poll();
        if (next == null) {
            inside--;
        } else {
            next.run();
        }
    }
}
