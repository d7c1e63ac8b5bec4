package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

/**
 * What orders are to formations. Whoever changes an order asks here first: what else changes with it is locked before it, and
 * changed in the same transaction.
 */
public interface PgSeats {
    /** Locks the formation that the order is in, if it is in one, in a statement of its own. */
    Future<Seat> lock(SqlConnection connection, String orderId);

    /** An order's place. Each change expects the order locked behind it, in the state that the change begins with. */
    interface Seat {
        /** Whether this is what was locked for an order whose row says so; null says that it is in no formation. */
        boolean isIn(@Nullable String formationId);

        /** The held order is paid, and its units are sold. */
        Future<Void> pay(SqlConnection connection, String orderId);

        /** The held order is given up. */
        Future<Void> cancel(SqlConnection connection, String orderId, Why why);

        /**
         * The sold order goes back, money and units, as its shopper or an operator asked.
         *
         * @param from {@code PAID} or {@code SETTLED}, where it is
         */
        Future<Void> giveBack(SqlConnection connection, String orderId, OrderState from, Why why);
    }
}
