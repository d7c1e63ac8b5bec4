package dev.stampede.audit;

import java.util.List;

/** I5: who is in the formations that are completed by seats; and how those of both forms came to where they stand. */
final class PgFormationChecks {
    /** What a formation counts against its orders. Once it has formed, its counters say how it formed. */
    private static final String MEMBERS = """
            SELECT f.campaign_id, 0 AS units,
                   format('formation %s is %s and counts %s seats, %s paid and %s newcomers of %s; it has %s live orders of %s '
                          || 'shoppers, %s paid, %s of newcomers', f.id, f.state, f.seats, f.paid, f.newcomers, f.goal,
                          m.live, m.shoppers, m.paid, m.newcomers) AS detail
            FROM formation f CROSS JOIN LATERAL (
              SELECT count(*) AS live, count(DISTINCT o.shopper_id) AS shoppers,
                     count(*) FILTER (WHERE o.state <> 'held') AS paid, count(*) FILTER (WHERE o.is_newcomer) AS newcomers,
                     count(*) FILTER (WHERE o.state IN ('held', 'paid')) AS waiting,
                     count(*) FILTER (WHERE o.state <> 'fulfilled') AS returnable,
                     bool_or(o.shopper_id = f.owner_id) AS has_owner
              FROM orders o
              WHERE o.formation_id = f.id AND o.state IN ('held', 'paid', 'settled', 'fulfilled')) m
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'seats' AND f.void_reason IS NULL
              AND NOT CASE f.state
                WHEN 'forming' THEN (f.seats, f.paid, f.newcomers) = (m.live, m.paid, m.newcomers)
                  AND m.shoppers = m.live AND m.live BETWEEN 1 AND f.goal AND m.has_owner
                WHEN 'formed' THEN f.seats = f.size AND f.paid = f.size AND m.shoppers = m.live AND m.live <= f.size
                  AND m.waiting = 0
                ELSE (f.seats, f.paid, f.newcomers) = (0, 0, 0) AND m.returnable = 0 END
            """;

    /** Who formed it: so many paid orders, as many as its rules ask for, and enough newcomers among them. */
    private static final String FORMED = """
            SELECT f.campaign_id, 0 AS units,
                   format('formation %s has formed with %s of %s, %s newcomers, and %s orders were settled in it', f.id, f.size,
                          f.goal, f.newcomers, m.settled) AS detail
            FROM formation f CROSS JOIN LATERAL (
              SELECT count(*) AS settled FROM orders o
              WHERE o.formation_id = f.id
                AND EXISTS (SELECT FROM order_history h WHERE h.order_id = o.id AND h.to_state = 'settled')) m
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'seats' AND f.state = 'formed'
              AND NOT coalesce(f.size = m.settled AND f.newcomers >= (f.rules ->> 'minNewcomers')::int
                AND (f.size = f.goal
                  OR f.size BETWEEN greatest(1, (f.rules ->> 'settleAt')::int) AND f.goal
                    AND (f.rules ->> 'settleAt')::int > 0), false)
            """;

    /** What a formed one costs is the rung that so many reached, and who paid more got the difference back. */
    private static final String PRICE = """
            SELECT f.campaign_id, 0 AS units,
                   format('order %s of formation %s cost %s fen and got %s back as a difference; the price of %s is %s', o.id, f.id,
                          o.amount_fen, coalesce(r.fen, 0), f.size, f.price_fen) AS detail
            FROM formation f JOIN orders o ON o.formation_id = f.id
            LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM refund
                               WHERE order_id = o.id AND cause = 'ladder') r ON true
            LEFT JOIN LATERAL (SELECT (g.rung ->> 'priceFen')::bigint AS fen
                               FROM jsonb_array_elements(f.rules -> 'ladder') AS g (rung)
                               WHERE (g.rung ->> 'size')::int <= f.size
                               ORDER BY (g.rung ->> 'size')::int DESC LIMIT 1) rung ON true
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'seats' AND f.state = 'formed'
              AND EXISTS (SELECT FROM order_history h WHERE h.order_id = o.id AND h.to_state = 'settled')
              AND (coalesce(r.fen, 0) <> greatest(0, o.amount_fen - f.price_fen) OR f.price_fen <> coalesce(rung.fen, f.price_fen))
            """;

    /** Everybody who had paid in what lapsed gets everything back, in one refund. */
    private static final String LAPSED = """
            SELECT f.campaign_id, 0 AS units,
                   format('order %s of the lapsed formation %s is %s; %s refunds give %s of %s fen back', o.id, f.id, o.state,
                          count(r.id), coalesce(sum(r.amount_fen), 0), p.amount_fen) AS detail
            FROM formation f JOIN orders o ON o.formation_id = f.id
            JOIN payment p ON p.order_id = o.id AND p.applied
            LEFT JOIN refund r ON r.payment_id = p.id
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = 'seats' AND f.state = 'lapsed'
            GROUP BY f.id, o.id, p.id
            HAVING count(r.id) <> 1 OR sum(r.amount_fen) <> p.amount_fen OR o.state NOT IN ('refunding', 'refunded')
            """;

    /** It forms or ends once, along its table. */
    private static final String PATH = """
            SELECT f.campaign_id, 0 AS units,
                   format('formation %s is %s, its history is %s', f.id, f.state, coalesce(h.path, 'empty')) AS detail
            FROM formation f LEFT JOIN @path h ON h.formation_id = f.id
            WHERE f.campaign_id = ANY ($1::text[]) AND f.form = '@form'
              AND NOT coalesce(h.is_legal AND h.last = f.state, false)
            """.replace(
                    "@path",
                    HistoryPath.of(
                            "formation",
                            "forming",
                            "h.formation_id IN (SELECT f.id FROM formation f WHERE f.campaign_id = ANY ($1::text[]))"));

    private PgFormationChecks() {}

    static List<PgCheck> all() {
        return List.of(
                PgCheck.of("I5", MEMBERS),
                PgCheck.of("I5", FORMED),
                PgCheck.of("I5", PRICE),
                PgCheck.of("I5", LAPSED),
                PgCheck.of("I5", path("seats")),
                PgCheck.of("I6", path("cuts")));
    }

    private static String path(String form) {
        return PATH.replace("@form", form);
    }
}
