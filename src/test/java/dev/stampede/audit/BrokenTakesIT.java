package dev.stampede.audit;

import org.junit.jupiter.api.Test;

/** What is remembered of takes that made no order is spoilt by hand; the audit must name it, and nothing else. */
class BrokenTakesIT {
    private final Sale sale = Sale.shared();
    private final SoundCampaign campaign = new SoundCampaign(sale);

    @Test
    void i1_sees_units_that_nobody_withdrew() {
        sale.sql("UPDATE offer SET withdrawn = 1 WHERE campaign_id = $1 AND sku = 'buns'", campaign.id);
        sale.redis.run("HSET", campaign.keys.campaign(), "withdrawn:buns", "1", "left:buns", "97");

        campaign.broken("I1", "offer buns has withdrawn 1, its withdrawals 0");
    }

    @Test
    void i3_sees_a_take_whose_request_redis_forgot() {
        take("WRONG_STATE", 1);

        campaign.broken("I3", "take t-" + campaign.id + ": Redis remembers its request as never made");
        sale.redis.run("HSET", campaign.keys.request(), "ann|r:" + campaign.held, "abcd t-" + campaign.id + " 0 0");
        campaign.sound();
    }

    @Test
    void i7_sees_an_order_that_was_acquired_again_and_not_paid() {
        sale.redis.run("HSET", campaign.keys.request(), "ann|r:" + campaign.held, "abcd t-" + campaign.id + " 0 0");
        take("", 1);

        campaign.broken(
                "I7",
                "order %s was acquired again for payment t-%s, which is not applied"
                        .formatted(campaign.held, campaign.id));
    }

    @Test
    void i8_sees_a_take_that_no_batch_brought() {
        sale.redis.run("HSET", campaign.keys.request(), "ann|r:" + campaign.held, "abcd t-" + campaign.id + " 0 0");
        take("WRONG_STATE", 99);

        campaign.broken("I8", "order_reacquired t-" + campaign.id + " is of generation 1, sequence 99");
    }

    private void take(String voidReason, long sequence) {
        sale.sql(
                "INSERT INTO accepted_take (id, campaign_id, type, shopper_id, request_key, fingerprint, sku, units,"
                        + " order_id, generation, sequence, void_reason)"
                        + " SELECT $1::text, o.campaign_id, 'order_reacquired', 'ann', 'r:' || o.id, 'abcd', o.sku, o.quantity, o.id,"
                        + " o.generation, $2::bigint, nullif($3::text, '') FROM orders o WHERE o.id = $4::text",
                "t-" + campaign.id,
                sequence,
                voidReason,
                campaign.held);
    }
}
