package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gives back what locked orders have: in one transaction the move, the release row, the units of the offer, and the promise
 * of the money. Offers are locked last, in their order.
 */
final class PgGives {
    private final PgOrderMoves moves;
    private final PgRefundRows refunds;

    PgGives(Supplier<String> ids) {
        this.moves = new PgOrderMoves(ids);
        this.refunds = new PgRefundRows(ids);
    }

    /** Held orders are cancelled. */
    Future<Void> cancelHeld(SqlConnection connection, List<String> orderIds, Why why) {
        return moves.move(connection, orderIds, OrderState.HELD, OrderState.CANCELLED, why)
                .compose(moved -> PgReleaseRows.add(connection, orderIds, "cancelled"))
                .compose(released -> PgOfferUnits.giveBackHeld(connection, orderIds));
    }

    /**
     * Sold orders go back, money and units.
     *
     * @param from {@code PAID} or {@code SETTLED}, where all of them are
     * @param cause of the refund: {@code requested} or {@code campaign}
     */
    Future<Void> returnSold(SqlConnection connection, List<String> orderIds, OrderState from, String cause, Why why) {
        return moves.move(connection, orderIds, from, OrderState.REFUNDING, why)
                .compose(moved -> refunds.promiseApplied(connection, orderIds, cause))
                .compose(promised -> PgReleaseRows.add(connection, orderIds, "refunded"))
                .compose(released -> PgOfferUnits.giveBackSold(connection, orderIds));
    }
}
