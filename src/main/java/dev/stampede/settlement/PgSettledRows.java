package dev.stampede.settlement;

import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.order.PgOrderRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Reads what outcomes that were settled earlier became. */
final class PgSettledRows {
    private static final String ORDERS = PgOrderRow.SELECT + " WHERE o.id = ANY ($1::text[])";
    private static final String TAKES = "SELECT id, void_reason FROM accepted_take WHERE id = ANY ($1::text[])";

    private PgSettledRows() {}

    static Future<Map<Entry, List<Settled>>> read(SqlClient db, List<Entry> entries) {
        List<String> orders = new ArrayList<>();
        List<String> takes = new ArrayList<>();
        for (Entry entry : entries) {
            entry.outcomes().forEach(outcome -> (outcome instanceof OrderHeld ? orders : takes).add(outcome.id()));
        }
        Map<String, Settled> found = new HashMap<>();
        return collect(db, ORDERS, orders, (id, row) -> found.put(id, new Settled(PgOrderRow.read(row))))
                .compose(read -> collect(
                        db, TAKES, takes, (id, row) -> found.put(id, new Settled(null, row.getString("void_reason")))))
                .map(read -> byEntry(entries, found));
    }

    private static Future<Void> collect(SqlClient db, String sql, List<String> ids, BiConsumer<String, Row> row) {
        return ids.isEmpty()
                ? Future.succeededFuture()
                : db.preparedQuery(sql)
                        .execute(Tuple.of((Object) ids.toArray(String[]::new)))
                        .map(rows -> {
                            rows.forEach(one -> row.accept(one.getString("id"), one));
                            return null;
                        });
    }

    private static Map<Entry, List<Settled>> byEntry(List<Entry> entries, Map<String, Settled> found) {
        Map<Entry, List<Settled>> settled = new LinkedHashMap<>();
        for (Entry entry : entries) {
            settled.put(
                    entry,
                    entry.outcomes().stream()
                            .map(Outcome::id)
                            .map(id -> Objects.requireNonNull(found.get(id), "a settled outcome without a row"))
                            .toList());
        }
        return settled;
    }
}
