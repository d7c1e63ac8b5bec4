package dev.stampede.order;

import dev.stampede.campaign.CampaignState;
import dev.stampede.order.Reacquisition.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves money that came for an order past being paid: an expired order of no formation gets its units again if there are
 * any, everything else goes back. What resolves a payment is that it is applied or promised back, both under the order's lock; a look only
 * postpones the next one, so a crash loses nothing.
 */
public final class PgLateMoney {
    private static final Logger LOG = LoggerFactory.getLogger(PgLateMoney.class);
    private static final int MOST_A_STEP = 16;
    private static final long TAKE_MS = 5_000;
    private static final long STEP_MS = 250;

    /** Of one order the payment that came first is resolved first: only one can buy the order. */
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
              SELECT id, order_id FROM payment p
              WHERE NOT applied AND returned_fen = 0 AND next_look_at <= now()
                AND NOT EXISTS (SELECT FROM payment e
                                WHERE e.order_id = p.order_id AND NOT e.applied AND e.returned_fen = 0
                                  AND (e.at, e.id) < (p.at, p.id))
              ORDER BY next_look_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
            UPDATE payment p SET looks = p.looks + 1,
              next_look_at = now() + least(interval '4 seconds', interval '0.5 seconds' * 2 ^ least(p.looks, 20))
            FROM due JOIN orders o ON o.id = due.order_id JOIN campaign c ON c.id = o.campaign_id
            WHERE p.id = due.id
            RETURNING p.id, p.order_id, o.state AS order_state, o.formation_id, c.state AS campaign_state
            """;

    private static final Set<CampaignState> OVER =
            EnumSet.of(CampaignState.CANCELLED, CampaignState.SETTLED, CampaignState.ARCHIVED);
    private static final Set<OrderState> UNPAID = EnumSet.of(OrderState.EXPIRED, OrderState.CANCELLED);
    private static final Why WHY = Why.of("late_payment_refused");

    private final Pool pool;
    private final PgOrders orders;
    private final Reacquisition reacquisition;
    private final PgRefundRows refunds;
    private final PgOrderMoves moves;
    private final Runnable promised;
    private final PgSeats seats;

    /**
     * For orders that are in no formation.
     *
     * @param promised called when a refund was promised
     */
    public PgLateMoney(
            Pool pool, Supplier<String> ids, PgOrders orders, Reacquisition reacquisition, Runnable promised) {
        this(pool, ids, orders, reacquisition, promised, new PgLooseSeats(ids));
    }

    /** @param promised called when a refund was promised */
    public PgLateMoney(
            Pool pool,
            Supplier<String> ids,
            PgOrders orders,
            Reacquisition reacquisition,
            Runnable promised,
            PgSeats seats) {
        this.pool = pool;
        this.seats = seats;
        this.orders = orders;
        this.reacquisition = reacquisition;
        this.refunds = new PgRefundRows(ids);
        this.moves = new PgOrderMoves(ids);
        this.promised = promised;
    }

    private record Late(String paymentId, String orderId, boolean mayBuy) {}

    /** Looks at the payments that are due, at most 16, and says how many it looked at; it does not wait for slow ones. */
    public Future<Integer> step() {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(MOST_A_STEP))
                .map(rows -> rows.stream()
                        .map(row -> new Late(
                                row.getString("id"),
                                row.getString("order_id"),
                                row.getString("formation_id") == null
                                        && row.getString("order_state").equals(OrderState.EXPIRED.word())
                                        && !OVER.contains(CampaignState.ofWord(row.getString("campaign_state")))))
                        .toList())
                .compose(this::resolve);
    }

    private Future<Integer> resolve(List<Late> due) {
        return Future.join(due.stream().map(this::resolve).toList())
                .timeout(STEP_MS, TimeUnit.MILLISECONDS)
                .transform(ended -> Future.succeededFuture(due.size()));
    }

    /** A failure leaves the payment as it is: it is due again later. */
    private Future<Void> resolve(Late late) {
        Future<Verdict> verdict = late.mayBuy() ? take(late) : Future.succeededFuture(Verdict.REFUSED);
        return verdict.compose(said -> said == Verdict.REFUSED ? promise(late) : Future.<Void>succeededFuture())
                .onFailure(e -> LOG.atWarn()
                        .addKeyValue("orderId", late.orderId())
                        .log("payment {} of order {}: {}", late.paymentId(), late.orderId(), String.valueOf(e)));
    }

    private Future<Verdict> take(Late late) {
        return orders.find(late.orderId())
                .compose(order -> reacquisition.take(order.orElseThrow(), late.paymentId()))
                .timeout(TAKE_MS, TimeUnit.MILLISECONDS);
    }

    private Future<Void> promise(Late late) {
        return pool.withTransaction(connection -> PgLockedOrder.lock(connection, seats, late.orderId())
                        .map(locked -> locked.orElseThrow().order())
                        .compose(order -> promise(connection, order, late.paymentId())))
                .onSuccess(done -> promised.run());
    }

    private Future<Void> promise(SqlConnection connection, PgLockedOrder order, String paymentId) {
        return refunds.promiseUnapplied(connection, paymentId)
                .compose(isNew -> isNew && UNPAID.contains(order.state())
                        ? moves.move(connection, List.of(order.id()), order.state(), OrderState.REFUNDING, WHY)
                        : Future.succeededFuture());
    }
}
