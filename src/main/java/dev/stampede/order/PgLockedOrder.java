package dev.stampede.order;

import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;

/** An order whose row this transaction holds: what it says stays so until the commit. */
record PgLockedOrder(String id, String campaignId, String shopperId, OrderState state, Money amount, Instant payBy) {
    /** In a statement of its own, so that what is read later is what the holder before left. */
    private static final String LOCK = """
            SELECT id, campaign_id, shopper_id, state, amount_fen, pay_by FROM orders WHERE id = $1::text FOR UPDATE
            """;

    /** Locks the order, or finds that there is none. */
    static Future<Optional<PgLockedOrder>> lock(SqlConnection connection, String orderId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(orderId)).map(rows -> rows.stream()
                .findFirst()
                .map(PgLockedOrder::read));
    }

    boolean isHeld() {
        return state == OrderState.HELD;
    }

    private static PgLockedOrder read(Row row) {
        return new PgLockedOrder(
                row.getString("id"),
                row.getString("campaign_id"),
                row.getString("shopper_id"),
                OrderState.ofWord(row.getString("state")),
                Money.ofFen(row.getLong("amount_fen")),
                row.getOffsetDateTime("pay_by").toInstant());
    }
}
