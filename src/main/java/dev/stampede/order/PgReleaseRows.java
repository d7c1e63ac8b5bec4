package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** What locked orders held is given back: the offers at once, Redis through a release row for each. */
final class PgReleaseRows {
    private static final String ADD = """
            INSERT INTO release (campaign_id, hold_id, cause, formation_id)
            SELECT campaign_id, hold_id, $2::text, formation_id FROM orders WHERE id = ANY ($1::text[]) ORDER BY id
            """;

    private PgReleaseRows() {}

    static Future<Void> add(SqlConnection connection, List<String> orderIds, String cause) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(orderIds.toArray(String[]::new), cause))
                .mapEmpty();
    }
}
