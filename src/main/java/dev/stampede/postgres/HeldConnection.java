package dev.stampede.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection kept for one event loop: statements sent without waiting are pipelined, which a pool does not do. After a
 * failure that leaves its state in doubt it is closed and the next use takes a fresh one. It belongs to no pool, since a pool
 * would hand a closed one to the next who asks, with its transaction open and statements still unanswered.
 */
public final class HeldConnection {
    private static final long TIMEOUT_MS = 5_000;

    private final Supplier<Future<SqlConnection>> connector;
    private final long timeoutMs;
    private @Nullable SqlConnection connection;

    /** @param connector makes a connection that ends when it is closed */
    public HeldConnection(Supplier<Future<SqlConnection>> connector) {
        this(connector, TIMEOUT_MS);
    }

    HeldConnection(Supplier<Future<SqlConnection>> connector, long timeoutMs) {
        this.connector = connector;
        this.timeoutMs = timeoutMs;
    }

    /** Runs the work; one work at a time. */
    public <T> Future<T> with(Function<SqlConnection, Future<T>> work) {
        return open().compose(db -> work.apply(db)
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .onFailure(e -> {
                    if (SqlState.of(e).isEmpty() || SqlState.of(e).startsWith("57") || SqlState.isReadOnly(e)) {
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
        return connector.get().map(fresh -> {
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
