package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pays expired orders with money that came late, once their units were taken again. Whoever asks counts the units as sold, in
 * the same transaction.
 */
public final class PgLatePayments {
    private static final String LOCK_ORDERS = "SELECT FROM orders WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE";
    private static final String PAYABLE = """
            SELECT p.id FROM unnest($1::text[], $2::text[]) AS late (order_id, payment_id)
            JOIN orders o ON o.id = late.order_id
            JOIN payment p ON p.id = late.payment_id AND p.order_id = o.id AND p.amount_fen = o.amount_fen
            WHERE o.state = 'expired' AND NOT p.applied AND p.returned_fen = 0
            """;
    private static final String TAKE_OVER = """
            UPDATE orders SET hold_id = late.payment_id FROM unnest($1::text[], $2::text[]) AS late (order_id, payment_id)
            WHERE orders.id = late.order_id
            """;
    private static final String APPLY = "UPDATE payment SET applied = true WHERE id = ANY ($1::text[])";

    private static final Why LATE = Why.of("late_payment");
    private static final Why NO_FORMATION = Why.of("no_formation");

    private final PgOrderMoves moves;

    public PgLatePayments(Supplier<String> ids) {
        this.moves = new PgOrderMoves(ids);
    }

    /** A payment that came after its order had expired. */
    public record Late(String orderId, String paymentId) {}

    /**
     * Applies each payment whose order is still expired and which was not sent back: the order is paid and settled, and held
     * under the payment's id from now on. Says which payments those are.
     */
    public Future<Set<String>> apply(SqlConnection connection, List<Late> late) {
        return late.isEmpty()
                ? Future.succeededFuture(Set.of())
                : connection
                        .preparedQuery(LOCK_ORDERS)
                        .execute(Tuple.of((Object) orders(late)))
                        .compose(locked -> payable(connection, late))
                        .compose(payable -> payable.isEmpty()
                                ? Future.succeededFuture(Set.of())
                                : pay(connection, payable).map(paid -> payments(payable)));
    }

    /** Read in a statement of its own, behind the lock. */
    private static Future<List<Late>> payable(SqlConnection connection, List<Late> late) {
        return connection.preparedQuery(PAYABLE).execute(both(late)).map(rows -> {
            Set<String> payable = new HashSet<>();
            rows.forEach(row -> payable.add(row.getString("id")));
            return late.stream()
                    .filter(one -> payable.contains(one.paymentId()))
                    .toList();
        });
    }

    private Future<Void> pay(SqlConnection connection, List<Late> payable) {
        List<String> orders = payable.stream().map(Late::orderId).toList();
        return connection
                .preparedQuery(TAKE_OVER)
                .execute(both(payable))
                .compose(held -> connection.preparedQuery(APPLY).execute(Tuple.of((Object)
                        payments(payable).toArray(String[]::new))))
                .compose(applied -> moves.move(connection, orders, OrderState.EXPIRED, OrderState.PAID, LATE))
                .compose(paid -> moves.move(connection, orders, OrderState.PAID, OrderState.SETTLED, NO_FORMATION));
    }

    private static Set<String> payments(List<Late> late) {
        Set<String> payments = new HashSet<>();
        late.forEach(one -> payments.add(one.paymentId()));
        return payments;
    }

    private static Tuple both(List<Late> late) {
        Object payments = late.stream().map(Late::paymentId).toArray(String[]::new);
        return Tuple.of(orders(late), payments);
    }

    private static String[] orders(List<Late> late) {
        return late.stream().map(Late::orderId).toArray(String[]::new);
    }
}
