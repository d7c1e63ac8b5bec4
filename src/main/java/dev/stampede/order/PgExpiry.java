package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/**
 * Ends orders of no formation that were not paid in time, and gives back what they held. Any number of nodes may step at
 * once.
 */
public final class PgExpiry {
    private static final int MOST_A_STEP = 200;
    private static final Why WHY = Why.of("not_paid_in_time");

    private static final String IS_DUE = "state = 'held' AND pay_by < now() AND formation_id IS NULL";

    /** Mostly nothing is due, and that takes no transaction to see. */
    private static final String FIRST_DUE = "SELECT FROM orders WHERE " + IS_DUE + " ORDER BY pay_by LIMIT 1";

    /** Locks the longest overdue first. It never waits for a lock, so their order can't cause a deadlock. */
    private static final String LOCK_DUE = """
            SELECT id FROM orders
            WHERE @due
            ORDER BY pay_by
            LIMIT $1::int
            FOR UPDATE SKIP LOCKED
            """.replace("@due", IS_DUE);

    private final Pool pool;
    private final PgGives gives;

    public PgExpiry(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.gives = new PgGives(ids);
    }

    /** Expires what is due, at most 200 orders in one transaction, and says how many. */
    public Future<Integer> step() {
        return pool.preparedQuery(FIRST_DUE)
                .execute()
                .compose(first -> first.size() > 0 ? expireDue() : Future.succeededFuture(0));
    }

    private Future<Integer> expireDue() {
        return pool.withTransaction(connection -> lockDue(connection).compose(due -> expire(connection, due)));
    }

    private Future<List<String>> lockDue(SqlConnection connection) {
        return connection.preparedQuery(LOCK_DUE).execute(Tuple.of(MOST_A_STEP)).map(rows -> rows.stream()
                .map(row -> row.getString("id"))
                .sorted()
                .toList());
    }

    private Future<Integer> expire(SqlConnection connection, List<String> due) {
        if (due.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return gives.endHeld(connection, due, OrderState.EXPIRED, WHY).map(due.size());
    }
}
