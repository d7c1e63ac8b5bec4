package dev.stampede.formation;

import dev.stampede.money.Money;
import dev.stampede.order.OrderState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** A live order of a locked formation, locked behind it. */
record PgMember(String orderId, String shopperId, OrderState state, boolean isNewcomer, Money amount, Instant since) {
    /** Who came first leads first. */
    static final Comparator<PgMember> OLDEST =
            Comparator.comparing(PgMember::since).thenComparing(PgMember::orderId);

    private static final String LOCK = """
            SELECT id, shopper_id, state, coalesce(is_newcomer, false) AS is_newcomer, amount_fen, created_at FROM orders
            WHERE formation_id = $1::text AND state IN ('held', 'paid', 'settled')
            """;
    private static final String BY_ID = " ORDER BY id FOR UPDATE";

    /** All of them that may still go back, by their ids. */
    static Future<List<PgMember>> lockAll(SqlConnection connection, String formationId) {
        return lock(connection, LOCK + BY_ID, Tuple.of(formationId));
    }

    /** Those that are held and were to be paid before now. */
    static Future<List<PgMember>> lockDue(SqlConnection connection, String formationId) {
        return lock(connection, LOCK + " AND state = 'held' AND pay_by < now()" + BY_ID, Tuple.of(formationId));
    }

    /** That shopper's, at most one. */
    static Future<List<PgMember>> lockOf(SqlConnection connection, String formationId, String shopperId) {
        return lock(connection, LOCK + " AND shopper_id = $2::text" + BY_ID, Tuple.of(formationId, shopperId));
    }

    /** The one with that id, which is there. */
    static Future<PgMember> lockOne(SqlConnection connection, String formationId, String orderId) {
        return lock(connection, LOCK + " AND id = $2::text" + BY_ID, Tuple.of(formationId, orderId))
                .map(found -> found.get(0));
    }

    static List<String> orders(List<PgMember> members) {
        return members.stream().map(PgMember::orderId).toList();
    }

    static List<PgMember> in(OrderState state, List<PgMember> members) {
        return members.stream().filter(member -> member.state() == state).toList();
    }

    private static Future<List<PgMember>> lock(SqlConnection connection, String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).map(rows -> rows.stream()
                .map(PgMember::read)
                .toList());
    }

    private static PgMember read(Row row) {
        return new PgMember(
                row.getString("id"),
                row.getString("shopper_id"),
                OrderState.ofWord(row.getString("state")),
                row.getBoolean("is_newcomer"),
                Money.ofFen(row.getLong("amount_fen")),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
