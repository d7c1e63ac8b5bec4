package dev.stampede.order;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stampede.postgres.SharedReads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells who is a newcomer: a shopper without an order that is settled or fulfilled, in any campaign. A crowd at the
 * opening shares its reads.
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
    private final SharedReads<String, Boolean> buyers;

    public PgNewcomers(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.buyers = new SharedReads<>(vertx, MOST_WAITING, MOST_A_STATEMENT, this::buyers);
    }

    private record Question(String campaignId, String shopperId) {}

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
        return buyers.find(shopperId).map(Optional::isEmpty).timeout(WITHIN_MS, TimeUnit.MILLISECONDS);
    }

    private Future<Map<String, Boolean>> buyers(Set<String> shoppers) {
        Tuple asked = Tuple.of((Object) shoppers.toArray(String[]::new));
        return pool.preparedQuery(SETTLED_BEFORE).execute(asked).map(rows -> {
            Map<String, Boolean> settled = new HashMap<>();
            rows.forEach(row -> settled.put(row.getString("id"), true));
            return settled;
        });
    }
}
