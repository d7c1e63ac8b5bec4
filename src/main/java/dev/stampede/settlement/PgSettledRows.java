package dev.stampede.settlement;

import dev.stampede.kind.Outcome;
import dev.stampede.order.Order;
import dev.stampede.order.PgOrderRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what entries that were settled earlier became. */
final class PgSettledRows {
    private static final String ORDERS = PgOrderRow.SELECT + " WHERE o.id = ANY ($1::text[])";

    private PgSettledRows() {}

    static Future<Map<Entry, List<Settled>>> read(SqlConnection db, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        String[] ids = entries.stream()
                .flatMap(entry -> entry.outcomes().stream())
                .map(Outcome::id)
                .toArray(String[]::new);
        return db.preparedQuery(ORDERS).execute(Tuple.of((Object) ids)).map(rows -> {
            Map<String, Order> orders = new HashMap<>();
            rows.forEach(row -> orders.put(row.getString("id"), PgOrderRow.read(row)));
            Map<Entry, List<Settled>> settled = new LinkedHashMap<>();
            for (Entry entry : entries) {
                settled.put(
                        entry,
                        entry.outcomes().stream()
                                .map(outcome -> new Settled(Objects.requireNonNull(
                                        orders.get(outcome.id()), "a settled outcome without a row")))
                                .toList());
            }
            return settled;
        });
    }
}
