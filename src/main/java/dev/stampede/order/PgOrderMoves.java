package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Moves orders along their table of states, and leaves behind each move a history row, and an event if others are told. */
public final class PgOrderMoves {
    /** A position is counted in a statement after the one that locked the order, so it sees every earlier entry. */
    private static final String MOVE = """
            WITH change AS (
              SELECT c.order_id, c.event_id FROM unnest($1::text[], $2::text[]) AS c (order_id, event_id)
            ), moved AS (
              UPDATE orders o SET state = $4::text FROM change c
              WHERE o.id = c.order_id AND o.state = $3::text
              RETURNING o.id, o.campaign_id, o.shopper_id, o.sku, o.quantity, o.amount_fen, c.event_id
            ), told AS (
              INSERT INTO event (id, type, campaign_id, at, data)
              SELECT m.event_id, 'order.' || $4::text, m.campaign_id, statement_timestamp(),
                     jsonb_build_object('orderId', m.id, 'shopperId', m.shopper_id, 'sku', m.sku,
                                        'quantity', m.quantity, 'amountFen', m.amount_fen)
              FROM moved m WHERE $8::boolean
            )
            INSERT INTO order_move (order_id, position, from_state, to_state, at, cause, actor, reason)
            SELECT m.id, (SELECT coalesce(max(h.position), 0) + 1 FROM order_move h WHERE h.order_id = m.id),
                   $3::text, $4::text, statement_timestamp(), $5::text, $6::text, $7::text
            FROM moved m
            """;

    private final Supplier<String> ids;

    public PgOrderMoves(Supplier<String> ids) {
        this.ids = ids;
    }

    /** Moves all of them, which the caller has locked in {@code from}; that one is in another state is a bug. */
    public Future<Void> move(SqlConnection connection, List<String> orderIds, OrderState from, OrderState to, Why why) {
        if (!from.mayBecome(to)) {
            throw new IllegalArgumentException(from + " may not become " + to);
        }
        String[] orders = orderIds.toArray(String[]::new);
        String[] events = orderIds.stream().map(id -> ids.get()).toArray(String[]::new);
        Tuple values = Tuple.of(orders, events, from.word(), to.word(), why.cause())
                .addString(why.actor())
                .addString(why.reason())
                .addBoolean(to.isTold());
        return connection
                .preparedQuery(MOVE)
                .execute(values)
                .map(SqlResult::rowCount)
                .map(moved -> requireAll(moved, orders.length, from));
    }

    private static @Nullable Void requireAll(int moved, int asked, OrderState from) {
        if (moved != asked) {
            throw new IllegalStateException(moved + " of " + asked + " locked orders were " + from);
        }
        return null;
    }
}
