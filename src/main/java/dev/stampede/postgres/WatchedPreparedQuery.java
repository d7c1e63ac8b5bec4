package dev.stampede.postgres;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;

/** The same for a query with values. */
record WatchedPreparedQuery<T>(PreparedQuery<T> query, Handler<Throwable> failed) implements PreparedQuery<T> {
    @Override
    public Future<T> execute() {
        return query.execute().onFailure(failed);
    }

    @Override
    public Future<T> execute(Tuple values) {
        return query.execute(values).onFailure(failed);
    }

    @Override
    public Future<T> executeBatch(List<Tuple> batch) {
        return query.executeBatch(batch).onFailure(failed);
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        return new WatchedPreparedQuery<>(query.collecting(collector), failed);
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
        return new WatchedPreparedQuery<>(query.mapping(mapper), failed);
    }
}
