package dev.stampede.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection kept for one event loop: statements sent without waiting are pipelined, which a pool does not do. After a
 * failure that leaves its state in doubt it is closed and the next use takes a fresh one.
 */
public final class HeldConnection {
    private static final long TIMEOUT_MS = 5_000;

    private final Pool pool;
    private @Nullable SqlConnection connection;

    public HeldConnection(Pool pool) {
        this.pool = pool;
    }

    /** Runs the work; one work at a time. */
    public <T> Future<T> with(Function<SqlConnection, Future<T>> work) {
        return open().compose(db -> work.apply(db)
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onFailure(e -> {
                    if (SqlState.of(e).isEmpty() || SqlState.of(e).startsWith("57")) {
                        close();
                    }
                }));
    }

    public void close() {
        SqlConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }

    private Future<SqlConnection> open() {
        SqlConnection current = connection;
        if (current != null) {
            return Future.succeededFuture(current);
        }
        return pool.getConnection().map(fresh -> {
            fresh.closeHandler(closed -> forget(fresh));
            connection = fresh;
            return fresh;
        });
    }

    private void forget(SqlConnection lost) {
        if (lost == connection) {
            connection = null;
        }
    }
}
