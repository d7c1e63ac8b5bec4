package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Remembers which request of its shopper an order has answered under which key. Used under the order's lock. */
final class PgOrderKeys {
    private static final String FIND = """
            SELECT fingerprint FROM give_key
            WHERE scope = $1::text AND shopper_id = $2::text AND request_key = $3::text
            """;
    private static final String REMEMBER = """
            INSERT INTO give_key (scope, shopper_id, request_key, fingerprint)
            VALUES ($1::text, $2::text, $3::text, $4::text)
            """;

    private PgOrderKeys() {}

    /** What was asked under a key. */
    record Request(String key, String fingerprint) {
        /** @param words what the shopper sent with it, or an empty text */
        static Request of(String key, String action, String words) {
            return new Request(key, action + " " + words);
        }
    }

    /** What the key stands for. */
    enum Known {
        NEW,
        SAME,
        OTHER
    }

    static Future<Known> look(SqlConnection connection, PgLockedOrder order, Request request) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(order.id(), order.shopperId(), request.key()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("fingerprint")))
                .map(found -> known(found, request));
    }

    static Future<Void> remember(SqlConnection connection, PgLockedOrder order, Request request) {
        return connection
                .preparedQuery(REMEMBER)
                .execute(Tuple.of(order.id(), order.shopperId(), request.key(), request.fingerprint()))
                .mapEmpty();
    }

    private static Known known(Optional<String> found, Request request) {
        return found.isEmpty() ? Known.NEW : found.get().equals(request.fingerprint()) ? Known.SAME : Known.OTHER;
    }
}
