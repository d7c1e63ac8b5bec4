package dev.stampede.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** What must hold of orders in Postgres after every test. Each query finds what breaks its rule. */
public final class OrderInvariants {
    private static final Map<String, String> BREACHES = Map.of(
            "an offer counts what its orders hold and bought",
            """
            SELECT f.campaign_id FROM offer f
            LEFT JOIN LATERAL (
              SELECT coalesce(sum(o.quantity) FILTER (WHERE o.state = 'held'), 0) AS held,
                     coalesce(sum(o.quantity) FILTER (WHERE o.state IN ('paid', 'settled', 'fulfilled')), 0) AS sold
              FROM orders o WHERE o.campaign_id = f.campaign_id AND o.sku = f.sku) counted ON true
            WHERE f.campaign_id = ANY ($1::text[])
              AND ((f.held, f.sold) <> (counted.held, counted.sold) OR f.held + f.sold > f.granted - f.withdrawn)
            """,
            "an order's history ends in its state and has no gap",
            """
            SELECT o.id FROM orders o
            WHERE o.campaign_id = ANY ($1::text[])
              AND (o.state <> (SELECT h.to_state FROM order_history h WHERE h.order_id = o.id
                               ORDER BY h.position DESC LIMIT 1)
                OR EXISTS (SELECT 1 FROM order_history h
                           WHERE h.order_id = o.id AND h.position > 0 AND h.from_state IS DISTINCT FROM (
                             SELECT p.to_state FROM order_history p
                             WHERE p.order_id = o.id AND p.position = h.position - 1)))
            """,
            "an order has an applied payment if it is sold, and none if it never was",
            """
            SELECT o.id FROM orders o
            WHERE o.campaign_id = ANY ($1::text[]) AND o.state NOT IN ('refunding', 'refunded')
              AND (o.state IN ('paid', 'settled', 'fulfilled'))
               <> EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.applied)
            """,
            "a payment's refunds are counted in it, and an order's in the order",
            """
            SELECT p.id FROM payment p JOIN orders o ON o.id = p.order_id
            LEFT JOIN LATERAL (
              SELECT coalesce(sum(r.amount_fen), 0) AS promised,
                     coalesce(sum(r.amount_fen) FILTER (WHERE r.done_at IS NOT NULL), 0) AS done
              FROM refund r WHERE r.payment_id = p.id) back ON true
            WHERE o.campaign_id = ANY ($1::text[])
              AND (p.returned_fen <> back.promised OR (p.applied AND o.refunded_fen <> back.done)
                OR (o.state = 'refunded' AND o.refunded_fen <> o.amount_fen))
            """,
            "an order has a release row if and only if it holds nothing",
            """
            SELECT o.id FROM orders o
            WHERE o.campaign_id = ANY ($1::text[])
              AND (o.state IN ('expired', 'cancelled', 'refunding', 'refunded'))
               <> EXISTS (SELECT 1 FROM release r WHERE r.hold_id = o.hold_id)
            """,
            "every move that others are told of left one event",
            """
            SELECT h.order_id FROM order_history h JOIN orders o ON o.id = h.order_id
            WHERE o.campaign_id = ANY ($1::text[]) AND h.from_state IS NOT NULL
              AND h.to_state NOT IN ('refunding', 'fulfilled')
              AND 1 <> (SELECT count(*) FROM logged_event e
                        WHERE e.type = 'order.' || h.to_state AND e.data ->> 'orderId' = h.order_id)
            """);

    private OrderInvariants() {}

    /** Checks the campaigns that {@code rows} made. */
    public static void check(OrderRows rows) {
        Object campaigns = rows.campaigns();
        BREACHES.forEach((rule, breaches) ->
                assertThat(rows.texts(breaches, campaigns)).as(rule).isEmpty());
    }
}
