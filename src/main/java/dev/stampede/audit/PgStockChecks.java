package dev.stampede.audit;

import java.util.List;

/** I1 and I2: the units of offers in Postgres. */
final class PgStockChecks {
    private static final String NEGATIVE = """
            SELECT campaign_id, 0 AS units,
                   format('offer %s has allocated %s, available %s, held %s, sold %s', sku, granted - withdrawn,
                          granted - withdrawn - held - sold, held, sold) AS detail
            FROM offer
            WHERE campaign_id = ANY ($1::text[])
              AND least(granted, withdrawn, granted - withdrawn, granted - withdrawn - held - sold, held, sold) < 0
            """;
    private static final String OVERSOLD = """
            SELECT campaign_id, held + sold - (granted - withdrawn) AS units,
                   format('offer %s is oversold: held %s and sold %s of %s', sku, held, sold, granted - withdrawn)
                     AS detail
            FROM offer
            WHERE campaign_id = ANY ($1::text[]) AND held + sold > granted - withdrawn
            """;

    /** What the offers say against what their orders, and the formations that hold a unit themselves, say. */
    private static final String UNLIKE_ORDERS = """
            SELECT coalesce(f.campaign_id, o.campaign_id) AS campaign_id, 0 AS units,
                   format('offer %s has held %s and sold %s, its orders %s and %s, its formations %s', coalesce(f.sku, o.sku),
                          f.held, f.sold, coalesce(o.held, 0), coalesce(o.sold, 0), coalesce(h.units, 0)) AS detail
            FROM (SELECT campaign_id, sku, held, sold FROM offer WHERE campaign_id = ANY ($1::text[])) f
            FULL JOIN (
              SELECT campaign_id, sku, coalesce(sum(quantity) FILTER (WHERE state = 'held'), 0) AS held,
                     coalesce(sum(quantity) FILTER (WHERE state IN ('paid', 'settled', 'fulfilled')), 0) AS sold
              FROM orders WHERE campaign_id = ANY ($1::text[]) GROUP BY campaign_id, sku) o
              ON o.campaign_id = f.campaign_id AND o.sku = f.sku
            LEFT JOIN (
              SELECT campaign_id, sku, count(*) AS units FROM formation
              WHERE campaign_id = ANY ($1::text[]) AND hold_id IS NOT NULL GROUP BY campaign_id, sku) h
              ON h.campaign_id = f.campaign_id AND h.sku = f.sku
            WHERE f.held IS DISTINCT FROM coalesce(o.held, 0) + coalesce(h.units, 0) OR f.sold IS DISTINCT FROM coalesce(o.sold, 0)
            """;

    private static final String UNLIKE_WITHDRAWALS = """
            SELECT o.campaign_id, 0 AS units,
                   format('offer %s has withdrawn %s, its withdrawals %s', o.sku, o.withdrawn, coalesce(sum(t.units), 0))
                     AS detail
            FROM offer o LEFT JOIN accepted_take t
              ON t.campaign_id = o.campaign_id AND t.sku = o.sku AND t.type = 'stock_withdrawn'
            WHERE o.campaign_id = ANY ($1::text[])
            GROUP BY o.campaign_id, o.sku HAVING o.withdrawn <> coalesce(sum(t.units), 0)
            """;

    private PgStockChecks() {}

    static List<PgCheck> all() {
        return List.of(
                PgCheck.of("I1", NEGATIVE),
                PgCheck.of("I1", UNLIKE_WITHDRAWALS),
                PgCheck.of("I2", OVERSOLD),
                PgCheck.of("I2", UNLIKE_ORDERS));
    }
}
