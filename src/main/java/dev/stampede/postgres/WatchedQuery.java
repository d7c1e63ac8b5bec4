package dev.stampede.postgres;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import java.util.function.Function;
import java.util.stream.Collector;

/** A query whose failure somebody else hears of too. */
record WatchedQuery<T>(Query<T> query, Handler<Throwable> failed) implements Query<T> {
    @Override
    public Future<T> execute() {
        return query.execute().onFailure(failed);
    }

    @Override
    public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        return new WatchedQuery<>(query.collecting(collector), failed);
    }

    @Override
    public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
        return new WatchedQuery<>(query.mapping(mapper), failed);
    }
}
