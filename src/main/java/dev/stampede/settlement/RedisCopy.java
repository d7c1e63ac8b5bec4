package dev.stampede.settlement;

import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Copies rows of one campaign into hashes of Redis, by portions, and counts what arrived. */
final class RedisCopy {
    private static final int ROWS_AT_ONCE = 1_000;

    private final SqlConnection db;
    private final RedisLoader loader;
    private final String campaignId;

    RedisCopy(SqlConnection db, RedisLoader loader, String campaignId) {
        this.db = db;
        this.loader = loader;
        this.campaignId = campaignId;
    }

    /**
     * Fills an empty hash.
     *
     * @param query asked with the campaign's id
     * @param pairs adds the fields of a row, names and values in turn
     */
    Future<Void> fill(String hash, String query, BiConsumer<Row, List<String>> pairs) {
        return fill(hash, query, pairs, 0).compose(fields -> loader.requireSize(hash, fields));
    }

    /** The same for a hash that has {@code before} fields already; says how many it has then. */
    Future<Long> fill(String hash, String query, BiConsumer<Row, List<String>> pairs, long before) {
        return db.prepare(query).compose(statement -> {
            Cursor cursor = statement.cursor(Tuple.of(campaignId));
            return rest(cursor, hash, pairs, before).eventually(statement::close);
        });
    }

    private Future<Long> rest(Cursor cursor, String hash, BiConsumer<Row, List<String>> pairs, long before) {
        return cursor.read(ROWS_AT_ONCE).compose(rows -> {
            List<String> flat = new ArrayList<>();
            rows.forEach(row -> pairs.accept(row, flat));
            long sofar = before + flat.size() / 2;
            return loader.fill(hash, flat)
                    .compose(filled ->
                            cursor.hasMore() ? rest(cursor, hash, pairs, sofar) : Future.succeededFuture(sofar));
        });
    }
}
