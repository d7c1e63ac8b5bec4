package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Orders that are in no formation: what happens to one happens to nothing else. */
public final class PgLooseSeats implements PgSeats, PgSeats.Seat {
    private static final Why PAYMENT = Why.of("payment");
    private static final Why NO_FORMATION = Why.of("no_formation");

    private final PgOrderMoves moves;
    private final PgGives gives;

    public PgLooseSeats(Supplier<String> ids) {
        this.moves = new PgOrderMoves(ids);
        this.gives = new PgGives(ids);
    }

    /** Nothing to lock. */
    @Override
    public Future<Seat> lock(SqlConnection connection, String orderId) {
        return Future.succeededFuture(this);
    }

    @Override
    public boolean isIn(@Nullable String formationId) {
        return formationId == null;
    }

    @Override
    public Future<Void> pay(SqlConnection connection, String orderId) {
        List<String> one = List.of(orderId);
        return moves.move(connection, one, OrderState.HELD, OrderState.PAID, PAYMENT)
                .compose(paid -> moves.move(connection, one, OrderState.PAID, OrderState.SETTLED, NO_FORMATION))
                .compose(settled -> PgOfferUnits.sell(connection, orderId));
    }

    @Override
    public Future<Void> cancel(SqlConnection connection, String orderId, Why why) {
        return gives.endHeld(connection, List.of(orderId), OrderState.CANCELLED, why);
    }

    @Override
    public Future<Void> giveBack(SqlConnection connection, String orderId, OrderState from, Why why) {
        return gives.returnSold(connection, List.of(orderId), from, "requested", why);
    }
}
