package dev.stampede.formation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through the formations that something is due in, one a transaction. It never waits for one that somebody else has
 * locked, and one that fails holds up no other: it is due again.
 */
final class PgOneByOne {
    private static final Logger LOG = LoggerFactory.getLogger(PgOneByOne.class);
    private static final int MOST_A_STEP = 16;

    private final Pool pool;
    private final String due;
    private final String lock;
    private final Work work;

    /** What is done to a locked formation. */
    interface Work {
        Future<Void> on(SqlConnection connection, Formation formation);
    }

    /**
     * @param due selects the {@code id} of at most {@code $1} formations
     * @param condition that {@code formation f} must still meet when it is locked
     */
    PgOneByOne(Pool pool, String due, String condition, Work work) {
        this.pool = pool;
        this.due = due;
        this.lock = PgFormationRow.BARE + "WHERE f.id = $1::text AND " + condition + " FOR UPDATE OF f SKIP LOCKED";
        this.work = work;
    }

    /** Works on at most 16, and says on how many. */
    Future<Integer> step() {
        return pool.preparedQuery(due).execute(Tuple.of(MOST_A_STEP)).compose(rows -> {
            List<String> ids = rows.stream().map(row -> row.getString("id")).toList();
            Future<Integer> done = Future.succeededFuture(0);
            for (String id : ids) {
                done = done.compose(before -> one(id).map(more -> before + more));
            }
            return done;
        });
    }

    /** Whether there may have been more than a step that worked on so many has seen. */
    boolean isFull(int worked) {
        return worked >= MOST_A_STEP;
    }

    private Future<Integer> one(String id) {
        return pool.withTransaction(connection -> connection
                        .preparedQuery(lock)
                        .execute(Tuple.of(id))
                        .map(rows -> rows.stream().findFirst().map(PgFormationRow::read))
                        .compose(found -> on(connection, found)))
                .recover(failure -> {
                    LOG.warn("formation {}: {}", id, String.valueOf(failure));
                    return Future.succeededFuture(0);
                });
    }

    private Future<Integer> on(SqlConnection connection, Optional<Formation> found) {
        return found.isEmpty()
                ? Future.succeededFuture(0)
                : work.on(connection, found.get()).map(1);
    }
}
