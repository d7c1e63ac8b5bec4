package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes the orders of cancelled campaigns back: held ones are cancelled, sold ones refunded; what was handed out stays. Those
 * of formations go back with these. A campaign is done with once it has no live order and no formation that goes on: its
 * cancellation was committed under the counter lock, so what settles afterwards is void.
 */
public final class PgCancelledCampaigns {
    private static final int MOST_A_STEP = 200;
    private static final Why WHY = Why.of("campaign_cancelled");

    /**
     * A campaign at a time, by the LIMIT: mostly there is none, and then no order is looked at. It never waits for a lock, so the
     * order of the locks can't cause a deadlock.
     */
    private static final String LOCK_LIVE = """
            SELECT o.id, o.state FROM campaign c CROSS JOIN LATERAL (
              SELECT id, state FROM orders
              WHERE campaign_id = c.id AND state IN ('held', 'paid', 'settled') AND formation_id IS NULL
              LIMIT $1::int FOR UPDATE SKIP LOCKED) o
            WHERE c.state = 'cancelled' AND NOT EXISTS (SELECT FROM cleared_campaign d WHERE d.campaign_id = c.id)
            LIMIT $1::int
            """;

    private static final String CLEARED = """
            INSERT INTO cleared_campaign (campaign_id)
            SELECT c.id FROM campaign c
            LEFT JOIN LATERAL (
              SELECT 1 AS one FROM orders
              WHERE campaign_id = c.id AND state IN ('held', 'paid', 'settled') LIMIT 1) o ON true
            LEFT JOIN LATERAL (
              SELECT 1 AS one FROM formation WHERE campaign_id = c.id AND state IN ('forming', 'formed') LIMIT 1) f ON true
            WHERE c.state = 'cancelled' AND NOT EXISTS (SELECT FROM cleared_campaign d WHERE d.campaign_id = c.id)
              AND o.one IS NULL AND f.one IS NULL
            ON CONFLICT DO NOTHING
            """;

    private final Pool pool;
    private final PgGives gives;

    public PgCancelledCampaigns(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.gives = new PgGives(ids);
    }

    /** Takes back at most 200 orders in one transaction, and says how many. */
    public Future<Integer> step() {
        return pool.withTransaction(connection -> lockLive(connection).compose(live -> takeBack(connection, live)))
                .compose(taken -> taken > 0
                        ? Future.succeededFuture(taken)
                        : pool.query(CLEARED).execute().map(0));
    }

    private static Future<Map<OrderState, List<String>>> lockLive(SqlConnection connection) {
        return connection
                .preparedQuery(LOCK_LIVE)
                .execute(Tuple.of(MOST_A_STEP))
                .map(rows -> {
                    Map<OrderState, List<String>> live = new EnumMap<>(OrderState.class);
                    for (Row row : rows) {
                        live.computeIfAbsent(OrderState.ofWord(row.getString("state")), state -> new ArrayList<>())
                                .add(row.getString("id"));
                    }
                    return live;
                });
    }

    /** One state in a transaction: two would lock their offers one after the other, and not in the order of all. */
    private Future<Integer> takeBack(SqlConnection connection, Map<OrderState, List<String>> live) {
        if (live.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Map.Entry<OrderState, List<String>> first = live.entrySet().iterator().next();
        OrderState state = first.getKey();
        List<String> orders = first.getValue().stream().sorted().toList();
        Future<Void> taken = state == OrderState.HELD
                ? gives.endHeld(connection, orders, OrderState.CANCELLED, WHY)
                : gives.returnSold(connection, orders, state, "campaign", WHY);
        return taken.map(orders.size());
    }
}
