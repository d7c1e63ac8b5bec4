package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives back what locked orders have: in one transaction the move, the release row, the units of the offer, and the promise
 * of the money. Offers are locked last, in their order.
 */
public final class PgGives {
    private final PgOrderMoves moves;
    private final PgRefundRows refunds;

    public PgGives(Supplier<String> ids) {
        this.moves = new PgOrderMoves(ids);
        this.refunds = new PgRefundRows(ids);
    }

    /** Held orders end: {@code CANCELLED} or {@code EXPIRED}. */
    public Future<Void> endHeld(SqlConnection connection, List<String> orderIds, OrderState to, Why why) {
        return endHeldOnly(connection, orderIds, to, why)
                .compose(released -> PgOfferUnits.giveBackHeld(connection, orderIds));
    }

    /** The same, but the offers count on what the orders held: it stays with somebody else. */
    public Future<Void> endHeldOnly(SqlConnection connection, List<String> orderIds, OrderState to, Why why) {
        return moves.move(connection, orderIds, OrderState.HELD, to, why)
                .compose(moved -> PgReleaseRows.add(connection, orderIds, to.word()));
    }

    /**
     * Sold orders go back, money and units.
     *
     * @param from {@code PAID} or {@code SETTLED}, where all of them are
     * @param cause of the refund: {@code requested}, {@code lapse} or {@code campaign}
     */
    public Future<Void> returnSold(
            SqlConnection connection, List<String> orderIds, OrderState from, String cause, Why why) {
        return moves.move(connection, orderIds, from, OrderState.REFUNDING, why)
                .compose(moved -> refunds.promiseApplied(connection, orderIds, cause))
                .compose(promised -> PgReleaseRows.add(connection, orderIds, "refunded"))
                .compose(released -> PgOfferUnits.giveBackSold(connection, orderIds));
    }
}
