package dev.stampede.order;

import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order whose row this transaction holds: what it says stays so until the commit.
 *
 * @param formationId of the formation that it is in, or null
 */
record PgLockedOrder(
        String id,
        String campaignId,
        String shopperId,
        OrderState state,
        Money amount,
        Instant payBy,
        @Nullable String formationId) {
    /** In a statement of its own, so that what is read later is what the holder before left. */
    private static final String LOCK = """
            SELECT id, campaign_id, shopper_id, state, amount_fen, pay_by, formation_id
            FROM orders WHERE id = $1::text FOR UPDATE
            """;

    /** An order and its place, both locked. */
    record Seated(PgLockedOrder order, PgSeats.Seat seat) {}

    /** Locks the order alone, or finds that there is none. */
    static Future<Optional<PgLockedOrder>> lock(SqlConnection connection, String orderId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(orderId)).map(rows -> rows.stream()
                .findFirst()
                .map(PgLockedOrder::read));
    }

    /**
     * Locks the order's place and then the order, one statement behind the other without waiting between. An order whose row
     * came between the two is not there yet.
     */
    static Future<Optional<Seated>> lock(SqlConnection connection, PgSeats seats, String orderId) {
        Future<PgSeats.Seat> seat = seats.lock(connection, orderId);
        Future<Optional<PgLockedOrder>> order = lock(connection, orderId);
        return Future.all(seat, order).map(both -> order.result()
                .filter(locked -> seat.result().isIn(locked.formationId()))
                .map(locked -> new Seated(locked, seat.result())));
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
                row.getOffsetDateTime("pay_by").toInstant(),
                row.getString("formation_id"));
    }
}
