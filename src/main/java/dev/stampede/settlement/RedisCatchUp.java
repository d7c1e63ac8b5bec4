package dev.stampede.settlement;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** Settles what a campaign's outbox still holds, whoever put it there: an entry is complete, any node can settle it. */
public final class RedisCatchUp {
    private static final int ENTRIES_AT_ONCE = 16;
    private static final String COUNTER =
            "SELECT generation, settled_through FROM campaign_counter WHERE campaign_id = $1::text";

    private final Pool pool;
    private final RedisOutbox outbox;
    private final PgSettling settling;

    public RedisCatchUp(Pool pool, RedisOutbox outbox, PgSettling settling) {
        this.pool = pool;
        this.outbox = outbox;
        this.settling = settling;
    }

    /**
     * Settles until the outbox has nothing new, and says how many entries that were. Fails with {@link Disagreement} where
     * Redis and Postgres part.
     */
    public Future<Integer> settle(String campaignId) {
        return next(campaignId)
                .compose(entries -> entries.isEmpty()
                        ? Future.succeededFuture(0)
                        : pool.withConnection(db -> settling.run(db, entries))
                                .map(RedisCatchUp::settled)
                                .compose(count -> count == 0
                                        ? Future.succeededFuture(0)
                                        : settle(campaignId).map(more -> count + more)));
    }

    private Future<List<Entry>> next(String campaignId) {
        return pool.preparedQuery(COUNTER).execute(Tuple.of(campaignId)).compose((RowSet<Row> rows) -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(List.of());
            }
            Row counter = rows.iterator().next();
            long from = counter.getLong("settled_through") + 1;
            return outbox.range(campaignId, counter.getLong("generation"), from, Long.MAX_VALUE, ENTRIES_AT_ONCE);
        });
    }

    private static int settled(Map<Entry, Verdict> verdicts) {
        return (int) verdicts.values().stream()
                .filter(verdict -> verdict.kind() != Verdict.Kind.LATER)
                .count();
    }
}
