package dev.stampede.order;

import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Promises money back. Under the order's lock; from then on the promise is kept by {@link PgRefunds}. */
public final class PgRefundRows {
    /** What the applied payment did not get back yet. The payment is marked in the same statement: its CHECK is the bound. */
    private static final String APPLIED = """
            WITH due AS (
              SELECT n.refund_id, p.id AS payment_id, p.order_id, p.amount_fen - p.returned_fen AS fen
              FROM unnest($1::text[], $2::text[]) AS n (order_id, refund_id)
              JOIN payment p ON p.order_id = n.order_id AND p.applied
            ), marked AS (
              UPDATE payment p SET returned_fen = p.returned_fen + d.fen FROM due d WHERE p.id = d.payment_id
            )
            INSERT INTO refund (id, payment_id, order_id, cause, amount_fen)
            SELECT d.refund_id, d.payment_id, d.order_id, $3::text, d.fen FROM due d
            """;

    private static final String PARTS = """
            WITH due AS (
              SELECT n.refund_id, p.id AS payment_id, p.order_id, n.fen
              FROM unnest($1::text[], $2::text[], $3::bigint[]) AS n (order_id, refund_id, fen)
              JOIN payment p ON p.order_id = n.order_id AND p.applied
            ), marked AS (
              UPDATE payment p SET returned_fen = p.returned_fen + d.fen FROM due d WHERE p.id = d.payment_id
            )
            INSERT INTO refund (id, payment_id, order_id, cause, amount_fen)
            SELECT d.refund_id, d.payment_id, d.order_id, $4::text, d.fen FROM due d
            """;

    private static final String UNAPPLIED = """
            WITH marked AS (
              UPDATE payment SET returned_fen = amount_fen
              WHERE id = $1::text AND NOT applied AND returned_fen = 0
              RETURNING id, order_id, amount_fen
            )
            INSERT INTO refund (id, payment_id, order_id, cause, amount_fen)
            SELECT $2::text, m.id, m.order_id, 'late', m.amount_fen FROM marked m
            """;

    private final Supplier<String> ids;

    public PgRefundRows(Supplier<String> ids) {
        this.ids = ids;
    }

    /** The rest of each order's applied payment; that an order has none is a bug. */
    Future<Void> promiseApplied(SqlConnection connection, List<String> orderIds, String cause) {
        String[] refunds = orderIds.stream().map(id -> ids.get()).toArray(String[]::new);
        return connection
                .preparedQuery(APPLIED)
                .execute(Tuple.of(orderIds.toArray(String[]::new), refunds, cause))
                .map(added -> requireAll(added.rowCount(), orderIds.size()));
    }

    /** Of each order's applied payment so much; that an order has none is a bug. */
    public Future<Void> promiseParts(SqlConnection connection, Map<String, Money> parts, String cause) {
        String[] orders = parts.keySet().toArray(String[]::new);
        String[] refunds = parts.keySet().stream().map(id -> ids.get()).toArray(String[]::new);
        Long[] fens = parts.values().stream().map(Money::fen).toArray(Long[]::new);
        return connection
                .preparedQuery(PARTS)
                .execute(Tuple.of(orders, refunds, fens, cause))
                .map(added -> requireAll(added.rowCount(), orders.length));
    }

    /** The whole of a payment that bought nothing; false when it was applied or promised back before. */
    Future<Boolean> promiseUnapplied(SqlConnection connection, String paymentId) {
        return connection
                .preparedQuery(UNAPPLIED)
                .execute(Tuple.of(paymentId, ids.get()))
                .map(added -> added.rowCount() == 1);
    }

    private static @Nullable Void requireAll(int promised, int asked) {
        if (promised != asked) {
            throw new IllegalStateException("paid orders without an applied payment");
        }
        return null;
    }
}
