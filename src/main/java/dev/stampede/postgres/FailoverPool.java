package dev.stampede.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.TransactionRollbackException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool that survives a failover. A connection to a server that became read-only stays open and would be handed out for
 * ever, so the first failure that tells of one puts a fresh pool in the place of the old; the old one is closed once what
 * runs on it has had time to end.
 */
final class FailoverPool implements Pool {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverPool.class);
    private static final long GRACE_MS = 10_000;
    private static final long LEAST_APART_MS = 1_000;

    private final Vertx vertx;
    private final Supplier<Pool> fresh;
    private volatile Pool current;
    private volatile boolean isRecent;
    private volatile boolean isClosed;

    /** @param fresh makes a pool that has connected to nothing yet */
    FailoverPool(Vertx vertx, Supplier<Pool> fresh) {
        this.vertx = vertx;
        this.fresh = fresh;
        this.current = fresh.get();
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return watched(current.getConnection());
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new WatchedQuery<>(current.query(sql), this::look);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new WatchedPreparedQuery<>(current.preparedQuery(sql), this::look);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new WatchedPreparedQuery<>(current.preparedQuery(sql, options), this::look);
    }

    @Override
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return watched(current.withConnection(work));
    }

    /** As everywhere, and a commit that got no answer fails with {@link CommitUnknown}. */
    @Override
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return watched(current.withConnection(db -> db.begin().compose(begun -> within(begun, db, work))));
    }

    @Override
    public int size() {
        return current.size();
    }

    @Override
    public Future<Void> close() {
        isClosed = true;
        return current.close();
    }

    private static <T> Future<T> within(Transaction begun, SqlConnection db, Function<SqlConnection, Future<T>> work) {
        return Future.succeededFuture()
                .compose(go -> work.apply(db))
                .compose(
                        result -> begun.commit()
                                .recover(e -> Future.failedFuture(isUnknown(e) ? new CommitUnknown(e) : e))
                                .map(result),
                        failure -> failure instanceof TransactionRollbackException
                                ? Future.failedFuture(failure)
                                : begun.rollback().transform(rolledBack -> Future.failedFuture(failure)));
    }

    /** A transaction that was rolled back says so in an exception of its own. */
    private static boolean isUnknown(Throwable e) {
        return SqlState.isLost(e) && !(e instanceof TransactionRollbackException);
    }

    private <T> Future<T> watched(Future<T> future) {
        return future.onFailure(this::look);
    }

    private void look(Throwable failure) {
        if (SqlState.isReadOnly(failure)) {
            replace();
        }
    }

    private synchronized void replace() {
        if (isRecent || isClosed) {
            return;
        }
        LOG.warn("Postgres became read-only: connecting anew");
        Pool old = current;
        current = fresh.get();
        isRecent = true;
        vertx.setTimer(LEAST_APART_MS, passed -> isRecent = false);
        vertx.setTimer(GRACE_MS, passed -> old.close());
    }
}
