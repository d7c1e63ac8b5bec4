package dev.stampede.order;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells who is a newcomer: a shopper without an order that is settled or fulfilled, in any campaign. Whoever asks while a
 * statement is in flight shares the next one, so that a crowd at the opening needs one connection.
 */
public final class PgNewcomers {
    private static final int MOST_REMEMBERED = 100_000;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_A_STATEMENT = 500;
    private static final long WITHIN_MS = 1_500;
    private static final String SETTLED_BEFORE = """
            SELECT s.id FROM unnest($1::text[]) AS s (id), LATERAL (
              SELECT FROM orders o WHERE o.shopper_id = s.id AND o.state IN ('settled', 'fulfilled') LIMIT 1) o
            """;

    private final Pool pool;
    private final Cache<Question, Future<Boolean>> answers =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean isInFlight;

    public PgNewcomers(Pool pool) {
        this.pool = pool;
    }

    private record Question(String campaignId, String shopperId) {}

    private record Waiting(String shopperId, Promise<Boolean> promise) {}

    /**
     * Whether the shopper was one when this node first asked for that campaign: a second unit of the same sale is not refused
     * because the first one was paid. Completes on any thread; a failure is not remembered.
     */
    public Future<Boolean> remembered(String campaignId, String shopperId) {
        Question question = new Question(campaignId, shopperId);
        Future<Boolean> known = answers.getIfPresent(question);
        if (known != null) {
            return known;
        }
        Future<Boolean> asked = isNewcomer(shopperId);
        answers.put(question, asked);
        return asked.onFailure(e -> answers.asMap().remove(question, asked));
    }

    /** Whether the shopper is one now. Fails when there is no answer within 1.5 s, or too many wait for one. */
    public Future<Boolean> isNewcomer(String shopperId) {
        Promise<Boolean> promise = Promise.promise();
        synchronized (waiting) {
            if (waiting.size() >= MOST_WAITING) {
                return Future.failedFuture("too many wait to learn whether they are newcomers");
            }
            waiting.add(new Waiting(shopperId, promise));
        }
        ask();
        return promise.future().timeout(WITHIN_MS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        List<Waiting> asking = new ArrayList<>();
        synchronized (waiting) {
            while (!isInFlight && !waiting.isEmpty() && asking.size() < MOST_A_STATEMENT) {
                asking.add(waiting.remove());
            }
            if (asking.isEmpty()) {
                return;
            }
            isInFlight = true;
        }
        String[] shoppers = asking.stream().map(Waiting::shopperId).distinct().toArray(String[]::new);
        pool.preparedQuery(SETTLED_BEFORE).execute(Tuple.of((Object) shoppers)).onComplete(done -> {
            answer(asking, done);
            synchronized (waiting) {
                isInFlight = false;
            }
            ask();
        });
    }

    private static void answer(List<Waiting> asked, AsyncResult<RowSet<Row>> done) {
        if (done.failed()) {
            asked.forEach(one -> one.promise().tryFail(done.cause()));
            return;
        }
        Set<String> settled = new HashSet<>();
        done.result().forEach(row -> settled.add(row.getString("id")));
        asked.forEach(one -> one.promise().tryComplete(!settled.contains(one.shopperId())));
    }
}
