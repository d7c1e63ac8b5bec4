package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves the units of orders between the columns of their offers. The orders are locked before, the offers here. */
public final class PgOfferUnits {
    private static final String SELL = """
            UPDATE offer SET held = offer.held - o.quantity, sold = offer.sold + o.quantity
            FROM orders o
            WHERE o.id = $1::text AND offer.campaign_id = o.campaign_id AND offer.sku = o.sku
            """;
    private static final String LOCK = """
            SELECT sku FROM offer
            WHERE (campaign_id, sku) IN (SELECT o.campaign_id, o.sku FROM orders o WHERE o.id = ANY ($1::text[]))
            ORDER BY campaign_id, sku
            FOR UPDATE
            """;
    private static final String GIVEN = """
            FROM (SELECT o.campaign_id, o.sku, sum(o.quantity) AS units
                  FROM orders o WHERE o.id = ANY ($1::text[])
                  GROUP BY o.campaign_id, o.sku) given
            WHERE offer.campaign_id = given.campaign_id AND offer.sku = given.sku
            """;
    private static final String GIVE_BACK_HELD = "UPDATE offer SET held = offer.held - given.units " + GIVEN;
    private static final String GIVE_BACK_SOLD = "UPDATE offer SET sold = offer.sold - given.units " + GIVEN;

    private PgOfferUnits() {}

    /** What the order held is sold. */
    public static Future<Void> sell(SqlConnection connection, String orderId) {
        return connection.preparedQuery(SELL).execute(Tuple.of(orderId)).map(done -> requireSome(done.rowCount()));
    }

    /** What the orders held is free again in Postgres; Redis learns it from their release rows. */
    static Future<Void> giveBackHeld(SqlConnection connection, List<String> orderIds) {
        return giveBack(connection, orderIds, GIVE_BACK_HELD);
    }

    /** What was sold in the orders is free again, likewise. */
    static Future<Void> giveBackSold(SqlConnection connection, List<String> orderIds) {
        return giveBack(connection, orderIds, GIVE_BACK_SOLD);
    }

    /** The offers are locked in their order first: an update locks them in the order in which it happens to find them. */
    private static Future<Void> giveBack(SqlConnection connection, List<String> orderIds, String statement) {
        Tuple orders = Tuple.of(orderIds.toArray(String[]::new));
        return connection
                .preparedQuery(LOCK)
                .execute(orders)
                .compose(locked -> connection.preparedQuery(statement).execute(orders))
                .map(done -> requireSome(done.rowCount()));
    }

    private static @Nullable Void requireSome(int offers) {
        if (offers == 0) {
            throw new IllegalStateException("orders without an offer");
        }
        return null;
    }
}
