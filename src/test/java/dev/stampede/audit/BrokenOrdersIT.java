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
                INSERT INTO order_move VALUES ('twin-' || $1::text, 1, 'held', 'cancelled', now(), '')
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
    void i7_sees_a_refund_beyond_its_payment_and_one_that_is_not_counted() {
        refund("one", "ladder", 300);

        campaign.broken("I7", "brought 500 fen, and 1 refunds of 1 causes give 300 back; it says 0");
    }

    @Test
    void i7_sees_two_refunds_of_one_cause() {
        sale.sql("ALTER TABLE refund DROP CONSTRAINT one_refund_per_cause");
        try {
            refund("one", "requested", 100);
            refund("two", "requested", 100);
            sale.sql("UPDATE payment SET returned_fen = 200 WHERE order_id = $1", campaign.paid);

            campaign.broken("I7", "2 refunds of 1 causes give 200 back; it says 200");
        } finally {
            sale.sql("DELETE FROM refund WHERE order_id = $1", campaign.paid);
            sale.sql("ALTER TABLE refund ADD CONSTRAINT one_refund_per_cause UNIQUE (payment_id, cause)");
        }
    }

    @Test
    void i7_sees_an_order_that_is_sold_and_given_back() {
        refund("one", "requested", 500);
        sale.sql("UPDATE payment SET returned_fen = 500 WHERE order_id = $1", campaign.paid);

        campaign.broken(
                "I7", "order " + campaign.paid + " is settled with 0 of 500 fen refunded, and 1 refunds pending");
    }

    @Test
    void i7_sees_money_that_was_applied_and_went_back_as_late() {
        refund("one", "late", 500);
        sale.sql("UPDATE payment SET returned_fen = 500 WHERE order_id = $1", campaign.paid);

        campaign.broken("I7", "brought 500 fen, and 1 refunds of 1 causes give 500 back; it says 500");
    }

    @Test
    void i7_sees_an_order_on_its_way_back_whose_refund_is_missing() {
        sale.giveBack(campaign.paid);
        campaign.sound();
        sale.sql("DELETE FROM refund WHERE order_id = $1", campaign.paid);
        sale.sql("UPDATE payment SET returned_fen = 0 WHERE order_id = $1", campaign.paid);

        campaign.broken(
                "I7", "order " + campaign.paid + " is refunding with 0 of 500 fen refunded, and 0 refunds pending");
    }

    @Test
    void i7_sees_a_refunded_order_that_kept_some_of_the_money() {
        sale.giveBack(campaign.paid);
        sale.refund();
        campaign.sound();
        sale.sql("UPDATE orders SET refunded_fen = 200 WHERE id = $1", campaign.paid);

        campaign.broken("I7", "order " + campaign.paid + " is refunded with 200 of 500 fen refunded");
    }

    @Test
    void i12_sees_a_refund_that_is_late_and_a_payment_that_nobody_resolved() {
        sale.giveBack(campaign.paid);
        sale.sql("UPDATE refund SET created_at = now() - interval '11 seconds' WHERE order_id = $1", campaign.paid);
        sale.sql("""
                INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied, at)
                VALUES ('late-' || $1::text, $1::text, 'simulated', 'late-' || $1::text, 500, false, now() - interval '11 seconds')
                """, campaign.paid);

        AuditReport report = campaign.broken("I12", "refunds not done: 1, the oldest for 11 s");

        assertThat(detail(report, "I12")).contains("payments that bought nothing and did not go back: 1");
    }

    private void refund(String name, String cause, long fen) {
        sale.sql("""
                INSERT INTO refund (id, payment_id, order_id, cause, amount_fen)
                SELECT $2::text || p.id, p.id, p.order_id, $3::text, $4::bigint FROM payment p WHERE p.order_id = $1::text
                """, campaign.paid, name, cause, fen);
    }

    @Test
    void i9_sees_an_order_that_left_its_table() {
        sale.sql("""
                UPDATE order_move SET to_state = 'fulfilled' WHERE order_id = $1 AND to_state = 'paid'
                """, campaign.paid);

        campaign.broken("I9", "order " + campaign.paid + " is settled, its history is held > fulfilled > settled");
    }

    @Test
    void i9_sees_a_state_without_history() {
        sale.sql("DELETE FROM order_move WHERE order_id = $1", campaign.paid);

        campaign.broken("I9", "order " + campaign.paid + " is settled, its history is held");
    }

    @Test
    void i9_sees_a_campaign_that_left_its_table() {
        sale.sql("DELETE FROM campaign_history WHERE campaign_id = $1 AND to_state = 'scheduled'", campaign.id);

        campaign.broken("I9", "the campaign is live, its history is draft > in_review > live");
    }
}
