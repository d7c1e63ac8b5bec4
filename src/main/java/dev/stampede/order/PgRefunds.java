package dev.stampede.order;

import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives promised money back, each refund on its own: one that fails or hangs holds up no other. A refund that is under way
 * is left alone for as long as its attempt may take, by this node and by others; then it is due again.
 */
public final class PgRefunds {
    private static final Logger LOG = LoggerFactory.getLogger(PgRefunds.class);
    private static final int MOST_UNDER_WAY = 64;
    private static final long ATTEMPT_MS = 5_000;
    private static final long STEP_MS = 250;
    private static final int LONGEST_ERROR = 300;

    /** Twice {@link #ATTEMPT_MS}, so that an attempt is over before the next begins. */
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
              SELECT id, payment_id FROM refund WHERE done_at IS NULL AND next_attempt_at <= now()
              ORDER BY next_attempt_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
            UPDATE refund r SET attempts = r.attempts + 1, next_attempt_at = now() + interval '10 seconds'
            FROM due JOIN payment p ON p.id = due.payment_id
            WHERE r.id = due.id
            RETURNING r.id, r.order_id, r.amount_fen, p.transaction_id
            """;

    private static final String POSTPONE = """
            UPDATE refund SET last_error = $2::text,
              next_attempt_at = now() + least(interval '1 minute', interval '0.125 seconds' * 2 ^ least(attempts, 20))
            WHERE id = $1::text AND done_at IS NULL
            """;
    private static final String DONE = """
            UPDATE refund SET done_at = now() WHERE id = $1::text AND done_at IS NULL
            """;

    /** What came back of the order's price. Without an applied payment that is at most one of the others. */
    private static final String ADD_UP = """
            UPDATE orders o SET refunded_fen = CASE WHEN b.has_applied THEN b.applied ELSE least(o.amount_fen, b.unapplied) END
            FROM (SELECT bool_or(p.applied) AS has_applied,
                         coalesce(sum(r.amount_fen) FILTER (WHERE p.applied), 0)::bigint AS applied,
                         coalesce(sum(r.amount_fen) FILTER (WHERE NOT p.applied), 0)::bigint AS unapplied
                  FROM payment p LEFT JOIN refund r ON r.payment_id = p.id AND r.done_at IS NOT NULL
                  WHERE p.order_id = $1::text) b
            WHERE o.id = $1::text
            RETURNING o.refunded_fen = o.amount_fen
              AND (b.has_applied OR NOT EXISTS (SELECT FROM refund q WHERE q.order_id = o.id AND q.done_at IS NULL))
              AS is_all_back
            """;

    private static final Why ALL_BACK = Why.of("refund_done");

    private final Pool pool;
    private final Payments payments;
    private final PgOrderMoves moves;
    private final Consumer<String> outcomes;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param outcomes told how each attempt ended: {@code done}, {@code under_way} or {@code failed} */
    public PgRefunds(Pool pool, Supplier<String> ids, Payments payments, Consumer<String> outcomes) {
        this.pool = pool;
        this.payments = payments;
        this.moves = new PgOrderMoves(ids);
        this.outcomes = outcomes;
    }

    /** Attempts what is due, at most 64 refunds at a time, and says how many; it does not wait for slow ones. */
    public Future<Integer> step() {
        int room = MOST_UNDER_WAY - underWay.get();
        return room == 0 ? Future.succeededFuture(0) : claim(room).compose(this::attempt);
    }

    private Future<List<Refund>> claim(int most) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(most))
                .map(rows -> rows.stream().map(PgRefunds::read).toList());
    }

    private static Refund read(Row row) {
        return new Refund(
                row.getString("id"),
                row.getString("order_id"),
                row.getString("transaction_id"),
                Money.ofFen(row.getLong("amount_fen")));
    }

    private Future<Integer> attempt(List<Refund> claimed) {
        underWay.addAndGet(claimed.size());
        List<Future<Void>> attempts = claimed.stream()
                .map(refund -> attempt(refund).onComplete(ended -> underWay.decrementAndGet()))
                .toList();
        return Future.join(attempts)
                .timeout(STEP_MS, TimeUnit.MILLISECONDS)
                .transform(ended -> Future.succeededFuture(claimed.size()));
    }

    /** Ends in any case: what fails is noted in the row, which is due again later. */
    private Future<Void> attempt(Refund refund) {
        return Future.succeededFuture()
                .compose(go -> payments.refund(refund))
                .timeout(ATTEMPT_MS, TimeUnit.MILLISECONDS)
                .compose(isBack -> isBack
                        ? done(refund).map("done")
                        : postpone(refund, "under way").map("under_way"))
                .recover(failure -> failed(refund, failure).map("failed"))
                .onSuccess(outcomes::accept)
                .mapEmpty();
    }

    private Future<Void> failed(Refund refund, Throwable failure) {
        LOG.atWarn()
                .addKeyValue("orderId", refund.orderId())
                .log("refund {} of order {}: {}", refund.id(), refund.orderId(), String.valueOf(failure));
        return postpone(refund, String.valueOf(failure));
    }

    private Future<Void> postpone(Refund refund, String why) {
        String error = why.substring(0, Math.min(LONGEST_ERROR, why.length()));
        return pool.preparedQuery(POSTPONE)
                .execute(Tuple.of(refund.id(), error))
                .mapEmpty();
    }

    private Future<Void> done(Refund refund) {
        return pool.withTransaction(connection -> PgLockedOrder.lock(connection, refund.orderId())
                .map(locked -> locked.orElseThrow())
                .compose(order -> connection
                        .preparedQuery(DONE)
                        .execute(Tuple.of(refund.id()))
                        .compose(done -> done.rowCount() == 1 ? addUp(connection, order) : Future.succeededFuture())));
    }

    private Future<Void> addUp(SqlConnection connection, PgLockedOrder order) {
        return connection
                .preparedQuery(ADD_UP)
                .execute(Tuple.of(order.id()))
                .map(rows -> rows.iterator().next().getBoolean("is_all_back"))
                .compose(isAllBack -> isAllBack && order.state() == OrderState.REFUNDING
                        ? moves.move(
                                connection, List.of(order.id()), OrderState.REFUNDING, OrderState.REFUNDED, ALL_BACK)
                        : Future.succeededFuture());
    }
}
