package dev.stampede.order;

import dev.stampede.campaign.Campaign;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** What a campaign is to one shopper, as Postgres has it. */
public final class PgMine {
    private static final int MOST_ORDERS = 100;
    private static final String UNITS = """
            SELECT coalesce(sum(quantity), 0)::bigint AS units FROM orders
            WHERE campaign_id = $1::text AND shopper_id = $2::text
              AND state IN ('held', 'paid', 'settled', 'fulfilled')
            """;

    private final Pool pool;
    private final PgOrders orders;
    private final PgNewcomers newcomers;

    public PgMine(Pool pool, PgOrders orders, PgNewcomers newcomers) {
        this.pool = pool;
        this.orders = orders;
        this.newcomers = newcomers;
    }

    /**
     * @param unitsTaken units that the shopper holds or has bought
     * @param unitsLeft units that the shopper's limit still allows
     * @param orders the newest 100, in any state
     */
    record Mine(long unitsTaken, long unitsLeft, boolean isNewcomer, List<Order> orders) {}

    Future<Mine> of(Campaign campaign, String shopperId) {
        Future<Long> units = pool.preparedQuery(UNITS)
                .execute(Tuple.of(campaign.id(), shopperId))
                .map(rows -> rows.iterator().next().getLong("units"));
        Future<Boolean> newcomer = newcomers.isNewcomer(shopperId);
        Future<List<Order>> all = orders.list(new OrderFilter(campaign.id(), null, shopperId), null, MOST_ORDERS);
        return Future.all(units, newcomer, all)
                .map(read -> new Mine(
                        units.result(),
                        Math.max(0, campaign.terms().perShopperLimit() - units.result()),
                        newcomer.result(),
                        all.result()));
    }
}
