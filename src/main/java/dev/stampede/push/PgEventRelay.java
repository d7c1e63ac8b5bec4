package dev.stampede.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;

/**
 * Numbers committed events densely. Every node runs it and one at a time works, under an advisory lock. An event that knows
 * of another one was inserted after the other's commit, so it is never visible without it, and arrives later.
 */
public final class PgEventRelay {
    private static final long ADVISORY_LOCK = 0x5374616d70656465L + 1;
    private static final int AT_ONCE = 2_000;

    /** Mostly nothing waits, and that takes no transaction to see. */
    private static final String IS_ANY = "SELECT EXISTS (SELECT FROM event WHERE position IS NULL) AS is_any";

    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1::bigint) AS mine";

    /** A statement after the one that locked, so that it sees what the last holder numbered. */
    private static final String NUMBER = """
            WITH waiting AS (
              SELECT id, arrival, size FROM event WHERE position IS NULL ORDER BY arrival LIMIT $1::int
            ), numbered AS (
              UPDATE event e SET position = r.numbered_through + w.through
              FROM event_relay r, (SELECT id, sum(size) OVER (ORDER BY arrival) AS through FROM waiting) AS w
              WHERE e.id = w.id
              RETURNING e.size)
            UPDATE event_relay SET numbered_through = numbered_through + n.events
            FROM (SELECT count(*) AS runs, sum(size) AS events FROM numbered) AS n
            WHERE n.runs > 0
            RETURNING numbered_through, n.runs
            """;

    private final Pool pool;
    private final Consumer<EventsNumbered> told;

    /** @param told hears of each commit that numbered something */
    public PgEventRelay(Pool pool, Consumer<EventsNumbered> told) {
        this.pool = pool;
        this.told = told;
    }

    /**
     * Numbers what waits, at most 2,000 runs, and says how many that were when more may wait. Else it says 0: a step for each
     * commit would cost Postgres more than the events do.
     */
    public Future<Integer> step() {
        return isAny().compose(any -> any ? numberAll() : nothing()).map(this::tell);
    }

    private record Numbered(long through, int runs) {}

    private Future<Boolean> isAny() {
        return pool.preparedQuery(IS_ANY)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("is_any"));
    }

    private Future<Numbered> numberAll() {
        return pool.withTransaction(db -> tryLock(db).compose(mine -> mine ? number(db) : nothing()));
    }

    private static Future<Boolean> tryLock(SqlConnection db) {
        return db.preparedQuery(TRY_LOCK)
                .execute(Tuple.of(ADVISORY_LOCK))
                .map(rows -> rows.iterator().next().getBoolean("mine"));
    }

    private static Future<Numbered> number(SqlConnection db) {
        return db.preparedQuery(NUMBER).execute(Tuple.of(AT_ONCE)).map(rows -> {
            RowIterator<Row> found = rows.iterator();
            if (!found.hasNext()) {
                return new Numbered(0, 0);
            }
            Row row = found.next();
            return new Numbered(row.getLong("numbered_through"), row.getInteger("runs"));
        });
    }

    private static Future<Numbered> nothing() {
        return Future.succeededFuture(new Numbered(0, 0));
    }

    private int tell(Numbered numbered) {
        if (numbered.runs() > 0) {
            told.accept(new EventsNumbered(numbered.through()));
        }
        return numbered.runs() == AT_ONCE ? AT_ONCE : 0;
    }
}
