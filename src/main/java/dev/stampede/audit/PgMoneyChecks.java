package dev.stampede.audit;

import java.util.List;

/** I7: what was paid for each order, and what of it went back. */
final class PgMoneyChecks {
    /** A late payment stays unapplied, and its refund leads an expired or cancelled order to the refund states. */
    private static final String PAYMENTS = """
            SELECT o.campaign_id, 0 AS units,
                   format('order %s is %s with %s payments, %s of them applied, %s of %s fen paid, %s refunded', o.id,
                          o.state, count(p.id), count(p.id) FILTER (WHERE p.applied), coalesce(sum(p.amount_fen), 0),
                          o.amount_fen, o.refunded_fen) AS detail
            FROM orders o LEFT JOIN payment p ON p.order_id = o.id
            WHERE o.campaign_id = ANY ($1::text[])
            GROUP BY o.id
            HAVING o.refunded_fen > coalesce(sum(p.amount_fen), 0)
                OR coalesce(bool_or(p.applied AND p.amount_fen <> o.amount_fen), false)
                OR NOT CASE WHEN o.state IN ('paid', 'settled', 'fulfilled') THEN count(p.id) FILTER (WHERE p.applied) = 1
                            WHEN o.state IN ('refunding', 'refunded')
                              THEN count(p.id) > 0 AND count(p.id) FILTER (WHERE p.applied) <= 1
                            ELSE count(p.id) FILTER (WHERE p.applied) = 0 END
            """;

    /** A payment is promised back at most once for each cause, and never beyond itself. Only what bought nothing is late. */
    private static final String REFUNDS = """
            SELECT o.campaign_id, 0 AS units,
                   format('payment %s of order %s brought %s fen, and %s refunds of %s causes give %s back; it says %s',
                          p.id, o.id, p.amount_fen, count(r.id), count(DISTINCT r.cause),
                          coalesce(sum(r.amount_fen), 0), p.returned_fen) AS detail
            FROM payment p JOIN orders o ON o.id = p.order_id LEFT JOIN refund r ON r.payment_id = p.id
            WHERE o.campaign_id = ANY ($1::text[])
            GROUP BY p.id, o.id
            HAVING coalesce(sum(r.amount_fen), 0) > p.amount_fen
                OR coalesce(sum(r.amount_fen), 0) <> p.returned_fen
                OR count(r.id) <> count(DISTINCT r.cause)
                OR coalesce(bool_or((r.cause = 'late') = p.applied), false)
            """;

    /** An order in the refund states has its money back, or a refund that is under way; a sold one keeps some of it. */
    private static final String RETURNED = """
            SELECT o.campaign_id, 0 AS units,
                   format('order %s is %s with %s of %s fen refunded, and %s refunds pending', o.id, o.state,
                          o.refunded_fen, o.amount_fen, count(r.id) FILTER (WHERE r.done_at IS NULL)) AS detail
            FROM orders o LEFT JOIN payment p ON p.order_id = o.id LEFT JOIN refund r ON r.payment_id = p.id
            WHERE o.campaign_id = ANY ($1::text[])
            GROUP BY o.id
            HAVING (o.state = 'refunded' AND o.refunded_fen <> o.amount_fen)
                OR (o.state = 'refunding' AND count(r.id) FILTER (WHERE r.done_at IS NULL) = 0)
                OR (o.state IN ('paid', 'settled', 'fulfilled')
                    AND coalesce(bool_or(p.applied AND p.returned_fen = p.amount_fen AND p.amount_fen > 0), false))
                OR (coalesce(bool_or(p.applied), false)
                    AND o.refunded_fen
                      <> coalesce(sum(r.amount_fen) FILTER (WHERE p.applied AND r.done_at IS NOT NULL), 0))
            """;

    private PgMoneyChecks() {}

    static List<PgCheck> all() {
        return List.of(PgCheck.of("I7", PAYMENTS), PgCheck.of("I7", REFUNDS), PgCheck.of("I7", RETURNED));
    }
}
