package dev.stampede.postgres;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads by key, one for all who ask while the previous one is under way: a crowd that asks at once needs one connection, and
 * leaves the others to those who pay. It reads on the event loop that it was made on. A read without an end fails, so that one lost
 * connection does not hold all who come after it.
 */
public final class SharedReads<K, V> {
    /** As long as Postgres lets a statement run. */
    private static final long READ_WITHIN_MS = 5_000;

    private final Context context;
    private final int mostWaiting;
    private final int mostAtOnce;
    private final Function<Set<K>, Future<Map<K, V>>> read;
    private final long readWithinMs;
    private final Queue<Asked<K, V>> waiting = new ArrayDeque<>();
    private boolean isReading;

    /**
     * @param mostWaiting further ones fail at once
     * @param mostAtOnce keys of a read
     * @param read finds what there is of these keys
     */
    public SharedReads(Vertx vertx, int mostWaiting, int mostAtOnce, Function<Set<K>, Future<Map<K, V>>> read) {
        this(vertx, mostWaiting, mostAtOnce, read, READ_WITHIN_MS);
    }

    SharedReads(
            Vertx vertx, int mostWaiting, int mostAtOnce, Function<Set<K>, Future<Map<K, V>>> read, long readWithinMs) {
        this.context = vertx.getOrCreateContext();
        this.mostWaiting = mostWaiting;
        this.mostAtOnce = mostAtOnce;
        this.read = read;
        this.readWithinMs = readWithinMs;
    }

    private record Asked<K, V>(K key, Promise<Optional<V>> answer) {}

    /**
     * What there is of the key, or nothing; read after this was asked, from any thread. Completes on the event loop; fails as
     * the read does, or when too many wait.
     */
    public Future<Optional<V>> find(K key) {
        Asked<K, V> asked = new Asked<>(key, Promise.promise());
        context.runOnContext(turn -> {
            if (waiting.size() >= mostWaiting) {
                asked.answer().fail("too many wait for a read");
                return;
            }
            waiting.add(asked);
            next();
        });
        return asked.answer().future();
    }

    private void next() {
        if (isReading || waiting.isEmpty()) {
            return;
        }
        isReading = true;
        List<Asked<K, V>> batch = new ArrayList<>();
        while (batch.size() < mostAtOnce && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        Set<K> keys = batch.stream().map(Asked::key).collect(Collectors.toSet());
        Future.succeededFuture(keys)
                .compose(read)
                .timeout(readWithinMs, TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(back -> answer(batch, done)));
    }

    private void answer(List<Asked<K, V>> batch, AsyncResult<Map<K, V>> done) {
        isReading = false;
        for (Asked<K, V> asked : batch) {
            asked.answer().handle(done.map(found -> Optional.ofNullable(found.get(asked.key()))));
        }
        next();
    }
}
