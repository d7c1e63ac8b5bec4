package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.PgGives;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;

/** Gives everybody in a formation that ends everything back: each paid order is a refund of its own from then on. */
final class PgReturns {
    private final PgGives gives;

    PgReturns(Supplier<String> ids) {
        this.gives = new PgGives(ids);
    }

    /**
     * @param live all its orders that may go back
     * @param unpaid what becomes of the held ones: {@code EXPIRED} or {@code CANCELLED}
     * @param cause of the refunds
     */
    Future<Void> all(SqlConnection connection, List<PgMember> live, OrderState unpaid, String cause, Why why) {
        List<String> held = PgMember.orders(PgMember.in(OrderState.HELD, live));
        Future<Void> done = held.isEmpty() ? Future.succeededFuture() : gives.endHeld(connection, held, unpaid, why);
        for (OrderState sold : EnumSet.of(OrderState.PAID, OrderState.SETTLED)) {
            List<String> orders = PgMember.orders(PgMember.in(sold, live));
            if (!orders.isEmpty()) {
                done = done.compose(before -> gives.returnSold(connection, orders, sold, cause, why));
            }
        }
        return done;
    }
}
