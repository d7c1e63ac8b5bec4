package dev.stampede.audit;

import static dev.stampede.audit.SoundCampaign.detail;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Orders, shoppers and payments are broken by hand, in a campaign that was sound before. */
class BrokenOrdersIT {
    private final Sale sale = Sale.shared();
    private final SoundCampaign campaign = new SoundCampaign(sale);

    @Test
    void i3_sees_two_orders_of_one_request() {
        sale.sql("""
                INSERT INTO orders SELECT 'twin-' || id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen,
                  amount_fen, 0, 'cancelled', 'twin-' || hold_id, request_key, fingerprint, generation, sequence, source,
                  created_at, pay_by, 'ENDED' FROM orders WHERE id = $1
                """, campaign.held);
        sale.sql("""
                INSERT INTO order_history VALUES ('twin-' || $1::text, 1, NULL, 'held', now(), ''),
                  ('twin-' || $1::text, 2, 'held', 'cancelled', now(), '')
                """, campaign.held);

        campaign.broken("I3", "shopper ann has 2 orders of request key-" + campaign.held);
    }

    @Test
    void i3_sees_two_live_orders_under_one_hold() {
        sale.sql("UPDATE orders SET hold_id = $2 WHERE id = $1", campaign.paid, campaign.held);

        campaign.broken("I3", "2 live orders share the hold " + campaign.held);
    }

    @Test
    void i3_sees_a_request_that_redis_forgot() {
        sale.redis.run("HDEL", campaign.keys.request(), "ann|key-" + campaign.held);

        campaign.broken("I3", "order " + campaign.held + ": Redis remembers its request as never made");
    }

    @Test
    void i4_sees_a_shopper_above_the_limit() {
        sale.sql("UPDATE campaign SET per_shopper_limit = 1, per_order_limit = 1 WHERE id = $1", campaign.id);

        campaign.broken("I4", "shopper ann has 2 units, the limit is 1");
    }

    @Test
    void i4_sees_redis_miscount_a_shopper_and_count_one_that_bought_nothing() {
        sale.redis.run("HSET", campaign.keys.shopper(), "ann", "1", "zoe", "4");

        AuditReport report =
                campaign.broken("I4", "shopper ann: Redis counts 1 units, Postgres 2, and 0 are on their way");

        assertThat(detail(report, "I4")).contains("shopper zoe: Redis counts 4 units, Postgres 0");
    }

    @Test
    void i7_sees_a_second_applied_payment() {
        sale.sql("INSERT INTO payment VALUES ('second-' || $1, $1, 'simulated', 'x-' || $1, 500, true)", campaign.paid);

        campaign.broken(
                "I7",
                "order " + campaign.paid + " is settled with 2 payments, 2 of them applied, 1000 of 500 fen paid");
    }

    @Test
    void i7_sees_a_sold_order_that_nobody_paid_for() {
        sale.sql("DELETE FROM payment WHERE order_id = $1", campaign.paid);

        campaign.broken("I7", "order " + campaign.paid + " is settled with 0 payments");
    }

    @Test
    void i7_sees_a_refund_of_money_that_never_came() {
        sale.sql("UPDATE orders SET refunded_fen = 1 WHERE id = $1", campaign.held);

        campaign.broken(
                "I7",
                "order " + campaign.held
                        + " is held with 0 payments, 0 of them applied, 0 of 1980 fen paid, 1 refunded");
    }

    @Test
    void i9_sees_an_order_that_left_its_table() {
        sale.sql("""
                UPDATE order_history SET to_state = 'fulfilled' WHERE order_id = $1 AND to_state = 'paid'
                """, campaign.paid);

        campaign.broken("I9", "order " + campaign.paid + " is settled, its history is held > fulfilled > settled");
    }

    @Test
    void i9_sees_a_state_without_history() {
        sale.sql("DELETE FROM order_history WHERE order_id = $1", campaign.held);

        campaign.broken("I9", "order " + campaign.held + " is held, its history is empty");
    }

    @Test
    void i9_sees_a_campaign_that_left_its_table() {
        sale.sql("DELETE FROM campaign_history WHERE campaign_id = $1 AND to_state = 'scheduled'", campaign.id);

        campaign.broken("I9", "the campaign is live, its history is draft > in_review > live");
    }
}
