package dev.stampede.audit;

import java.util.List;

/** I3, I4 and I9: what each order and each shopper may be. */
final class PgOrderChecks {
    private static final String SAME_REQUEST = """
            SELECT campaign_id, 0 AS units,
                   format('shopper %s has %s orders of request %s', shopper_id, count(*), request_key) AS detail
            FROM orders WHERE campaign_id = ANY ($1::text[])
            GROUP BY campaign_id, shopper_id, request_key HAVING count(*) > 1
            """;
    private static final String SAME_HOLD = """
            SELECT campaign_id, 0 AS units, format('%s live orders share the hold %s', count(*), hold_id) AS detail
            FROM orders
            WHERE campaign_id = ANY ($1::text[]) AND state IN ('held', 'paid', 'settled', 'fulfilled')
            GROUP BY campaign_id, hold_id HAVING count(*) > 1
            """;
    private static final String OVER_LIMIT = """
            SELECT o.campaign_id, 0 AS units,
                   format('shopper %s has %s units, the limit is %s', o.shopper_id, o.live, c.per_shopper_limit) AS detail
            FROM (SELECT campaign_id, shopper_id, sum(quantity) AS live FROM orders
                  WHERE campaign_id = ANY ($1::text[]) AND state IN ('held', 'paid', 'settled', 'fulfilled')
                  GROUP BY campaign_id, shopper_id) o
            JOIN campaign c ON c.id = o.campaign_id
            WHERE o.live > c.per_shopper_limit
            """;

    /** Whose units were taken again for late money, and who was not paid by it. */
    private static final String REACQUIRED = """
            SELECT t.campaign_id, 0 AS units,
                   format('order %s was acquired again for payment %s, which is %s; it is %s under the hold %s', t.order_id,
                          t.id, CASE WHEN p.applied THEN 'applied' ELSE 'not applied' END, coalesce(o.state, 'missing'),
                          o.hold_id) AS detail
            FROM accepted_take t
            LEFT JOIN orders o ON o.id = t.order_id
            LEFT JOIN payment p ON p.id = t.id AND p.order_id = o.id
            WHERE t.campaign_id = ANY ($1::text[]) AND t.type = 'order_reacquired' AND t.void_reason IS NULL
              AND NOT coalesce(p.applied AND o.hold_id = t.id AND o.shopper_id = t.shopper_id
                               AND o.sku = t.sku AND o.quantity = t.units AND o.state NOT IN ('held', 'expired'), false)
            """;

    private static final String ORDER_PATH = """
            SELECT o.campaign_id, 0 AS units,
                   format('order %s is %s, its history is %s', o.id, o.state, coalesce(h.path, 'empty')) AS detail
            FROM orders o LEFT JOIN @path h ON h.order_id = o.id
            WHERE o.campaign_id = ANY ($1::text[]) AND NOT coalesce(h.is_legal AND h.last = o.state, false)
            """.replace(
                    "@path",
                    HistoryPath.of(
                            "order",
                            "held",
                            "h.order_id IN (SELECT o.id FROM orders o WHERE o.campaign_id = ANY ($1::text[]))"));
    private static final String CAMPAIGN_PATH =
            """
            SELECT c.id AS campaign_id, 0 AS units,
                   format('the campaign is %s, its history is %s', c.state, coalesce(h.path, 'empty')) AS detail
            FROM campaign c LEFT JOIN @path h ON h.campaign_id = c.id
            WHERE c.id = ANY ($1::text[]) AND NOT coalesce(h.is_legal AND h.last = c.state, false)
            """.replace("@path", HistoryPath.of("campaign", "draft", "h.campaign_id = ANY ($1::text[])"));

    private PgOrderChecks() {}

    static List<PgCheck> all() {
        return List.of(
                PgCheck.of("I3", SAME_REQUEST),
                PgCheck.of("I3", SAME_HOLD),
                PgCheck.of("I4", OVER_LIMIT),
                PgCheck.of("I7", REACQUIRED),
                PgCheck.of("I9", ORDER_PATH),
                PgCheck.of("I9", CAMPAIGN_PATH));
    }
}
