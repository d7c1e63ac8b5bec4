package dev.stampede.push;

import dev.stampede.order.PgEventRows;
import dev.stampede.postgres.SqlState;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Writes numbered events of campaigns, one a row or together, in transactions that end late, and not always well. Those of
 * a campaign are written one after the other, as the lock of its counter makes them.
 */
final class EventWriter {
    static final int A_TRANSACTION = 10;

    private static final String LOCK = "SELECT pg_advisory_xact_lock($1::bigint)";
    private static final String INSERT = """
            INSERT INTO event (id, type, campaign_id, data)
            SELECT id, 'order.held', $2::text, jsonb_build_object('n', $3::int + n)
            FROM unnest($1::text[]) WITH ORDINALITY AS e (id, n)
            """;
    private static final String DELAY = "SELECT pg_sleep($1::float8)";

    private final SqlConnection db;
    private final Supplier<String> ids;
    private final List<AtomicInteger> counts;
    private final Random random;

    /** @param counts of the events of each campaign that are committed */
    EventWriter(SqlConnection db, Supplier<String> ids, List<AtomicInteger> counts, long seed) {
        this.db = db;
        this.ids = ids;
        this.counts = counts;
        this.random = new Random(seed);
    }

    /** Returns when so many are committed. */
    Void write(int transactions) {
        int left = transactions;
        while (left > 0) {
            left -= TestDatabase.get(one()) ? 1 : 0;
        }
        return null;
    }

    /**
     * Every tenth is rolled back, and leaves holes wherever numbers were drawn early. So is one that waited for its lock for too
     * long, as a machine that stands still for a second may have it.
     */
    private Future<Boolean> one() {
        int campaign = random.nextInt(counts.size());
        boolean commits = random.nextInt(10) > 0;
        double seconds = random.nextInt(4) == 0 ? random.nextInt(30) / 1_000.0 : 0;
        return db.begin().compose(begun -> db.preparedQuery(LOCK)
                .execute(Tuple.of((long) campaign))
                .compose(
                        locked -> insert(campaign)
                                .compose(done -> db.preparedQuery(DELAY).execute(Tuple.of(seconds)))
                                .map(commits),
                        e -> SqlState.isLockTimeout(e) ? Future.succeededFuture(false) : Future.failedFuture(e))
                .compose(isGood -> {
                    if (isGood) {
                        counts.get(campaign).addAndGet(A_TRANSACTION);
                    }
                    return (isGood ? begun.commit() : begun.rollback()).map(isGood);
                }));
    }

    private Future<?> insert(int campaign) {
        String[] fresh = new String[A_TRANSACTION];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = ids.get();
        }
        int written = counts.get(campaign).get();
        return random.nextBoolean()
                ? db.preparedQuery(INSERT).execute(Tuple.of(fresh, "campaign" + campaign, written))
                : run(fresh, "campaign" + campaign, written).execute(db);
    }

    /** The same events as settling writes them. */
    private static PgEventRows run(String[] ids, String campaign, int written) {
        PgEventRows rows = new PgEventRows();
        Instant now = Instant.now();
        for (int i = 0; i < ids.length; i++) {
            rows.add(ids[i], "order.held", campaign, now, "{\"n\": " + (written + i + 1) + "}");
        }
        return rows;
    }
}
