package dev.stampede.order;

import dev.stampede.campaign.CampaignState;
import dev.stampede.order.OrderAnswer.Verdict;
import dev.stampede.order.PgLockedOrder.Seated;
import dev.stampede.order.PgOrderKeys.Request;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Cancels, refunds and fulfils orders, for shoppers under a key that is remembered, and for operators with their name. Each
 * change locks the order's formation and then its row, and is in one transaction with its history, release and refund.
 */
public final class PgOrderChanges {
    private static final Set<OrderState> RETURNABLE = EnumSet.of(OrderState.PAID, OrderState.SETTLED);
    private static final String CAMPAIGN = "SELECT state, refundable FROM campaign WHERE id = $1::text";
    private static final String FIND = PgOrderRow.SELECT + "WHERE o.id = $1::text";

    private final Pool pool;
    private final PgOrderMoves moves;
    private final PgSeats seats;

    /** For orders that are in no formation; one that is in one is not found. */
    public PgOrderChanges(Pool pool, Supplier<String> ids) {
        this(pool, ids, new PgLooseSeats(ids));
    }

    public PgOrderChanges(Pool pool, Supplier<String> ids, PgSeats seats) {
        this.pool = pool;
        this.moves = new PgOrderMoves(ids);
        this.seats = seats;
    }

    /** Gives up a held order of the shopper's. */
    public Future<OrderAnswer> cancel(String shopperId, String orderId, String key) {
        Why why = Why.asked("cancelled_by_shopper", shopperId, "");
        return keyed(shopperId, orderId, Request.of(key, "cancel", ""), (db, seated) -> cancel(db, seated, why));
    }

    /** Gives back a sold order of the shopper's for all its money. */
    public Future<OrderAnswer> refund(String shopperId, String orderId, String key, String reason) {
        Why why = Why.asked("refund_requested", shopperId, reason);
        return keyed(shopperId, orderId, Request.of(key, "refund", reason), (db, seated) -> refund(db, seated, why));
    }

    /** The same for anybody's order, in an operator's name. */
    public Future<OrderAnswer> refundBy(String actor, String orderId, String reason) {
        Why why = Why.asked("refund_by_operator", actor, reason);
        return locked(orderId, (db, seated) -> refund(db, seated, why));
    }

    /** Hands out what was bought: from then on nothing goes back. */
    public Future<OrderAnswer> fulfilBy(String actor, String orderId, String reason) {
        Why why = Why.asked("fulfilled", actor, reason);
        return locked(orderId, (db, seated) -> fulfil(db, seated, why));
    }

    /** Something that is done to a locked order. */
    private interface Change {
        Future<Verdict> make(SqlConnection connection, Seated seated);
    }

    private Future<OrderAnswer> locked(String orderId, Change change) {
        return pool.withTransaction(connection -> PgLockedOrder.lock(connection, seats, orderId)
                .compose(seated -> seated.isEmpty()
                        ? Future.succeededFuture(Verdict.NO_ROW)
                        : change.make(connection, seated.get()))
                .compose(verdict -> answer(connection, orderId, verdict)));
    }

    private Future<OrderAnswer> keyed(String shopperId, String orderId, Request request, Change change) {
        return locked(
                orderId,
                (connection, seated) -> seated.order().shopperId().equals(shopperId)
                        ? once(connection, seated, request, change)
                        : Future.succeededFuture(Verdict.NOT_THEIRS));
    }

    private static Future<Verdict> once(SqlConnection connection, Seated seated, Request request, Change change) {
        PgLockedOrder order = seated.order();
        return PgOrderKeys.look(connection, order, request).compose(known -> switch (known) {
            case SAME -> Future.succeededFuture(Verdict.REPLAYED);
            case OTHER -> Future.succeededFuture(Verdict.MISMATCH);
            case NEW ->
                change.make(connection, seated)
                        .compose(verdict -> verdict == Verdict.DONE
                                ? PgOrderKeys.remember(connection, order, request)
                                        .map(verdict)
                                : Future.succeededFuture(verdict));
        });
    }

    private static Future<Verdict> cancel(SqlConnection connection, Seated seated, Why why) {
        return seated.order().isHeld()
                ? seated.seat().cancel(connection, seated.order().id(), why).map(Verdict.DONE)
                : Future.succeededFuture(Verdict.WRONG_STATE);
    }

    private static Future<Verdict> refund(SqlConnection connection, Seated seated, Why why) {
        PgLockedOrder order = seated.order();
        if (!RETURNABLE.contains(order.state())) {
            return Future.succeededFuture(Verdict.WRONG_STATE);
        }
        return mayRefund(connection, order)
                .compose(verdict -> verdict == Verdict.DONE
                        ? seated.seat()
                                .giveBack(connection, order.id(), order.state(), why)
                                .map(verdict)
                        : Future.succeededFuture(verdict));
    }

    /** An archived campaign is gone from Redis, which could not take the units back any more. */
    private static Future<Verdict> mayRefund(SqlConnection connection, PgLockedOrder order) {
        return connection
                .preparedQuery(CAMPAIGN)
                .execute(Tuple.of(order.campaignId()))
                .map(rows -> rows.iterator().next())
                .map(campaign -> {
                    if (campaign.getString("state").equals(CampaignState.ARCHIVED.word())) {
                        return Verdict.ENDED;
                    }
                    return campaign.getBoolean("refundable") ? Verdict.DONE : Verdict.WRONG_STATE;
                });
    }

    private Future<Verdict> fulfil(SqlConnection connection, Seated seated, Why why) {
        PgLockedOrder order = seated.order();
        return order.state() == OrderState.SETTLED
                ? moves.move(connection, List.of(order.id()), OrderState.SETTLED, OrderState.FULFILLED, why)
                        .map(Verdict.DONE)
                : Future.succeededFuture(Verdict.WRONG_STATE);
    }

    private static Future<OrderAnswer> answer(SqlConnection connection, String orderId, Verdict verdict) {
        return verdict == Verdict.DONE || verdict == Verdict.REPLAYED
                ? connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(orderId))
                        .map(rows -> OrderAnswer.of(
                                verdict, PgOrderRow.read(rows.iterator().next())))
                : Future.succeededFuture(OrderAnswer.refusal(verdict));
    }
}
