package dev.stampede.audit;

import static dev.stampede.audit.SoundCampaign.brokenIn;
import static dev.stampede.audit.SoundCampaign.detail;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Units are miscounted by hand, in a campaign that was sound before; the audit must name it, and nothing else. */
class BrokenStockIT {
    private final Sale sale = Sale.shared();
    private final SoundCampaign campaign = new SoundCampaign(sale);

    @Test
    void i1_sees_redis_lose_count_of_its_own_units() {
        sale.add(campaign.id, "left:buns", 1);

        campaign.broken("I1", "offer buns in Redis has allocated 100, available 99, taken 2");

        sale.add(campaign.id, "left:buns", -1);
        campaign.sound();
    }

    @Test
    void i1_sees_a_negative_count_in_postgres() {
        sale.sql("UPDATE offer SET withdrawn = -1 WHERE campaign_id = $1 AND sku = 'buns'", campaign.id);
        sale.redis.run("HSET", campaign.keys.campaign(), "withdrawn:buns", "-1", "left:buns", "99");

        campaign.broken("I1", "offer buns has allocated 101, available 99, held 2, sold 0");
    }

    @Test
    void i2_sees_an_offer_that_counts_otherwise_than_its_orders() {
        sale.sql("UPDATE offer SET held = 1, sold = 1 WHERE campaign_id = $1 AND sku = 'buns'", campaign.id);

        campaign.broken("I2", "offer buns has held 1 and sold 1, its orders 2 and 0");

        sale.sql("UPDATE offer SET held = 2, sold = 0 WHERE campaign_id = $1 AND sku = 'buns'", campaign.id);
        campaign.sound();
    }

    @Test
    void i2_sees_an_oversell_in_both_stores_which_is_a_negative_count_too() {
        sale.sql("UPDATE offer SET granted = 1 WHERE campaign_id = $1 AND sku = 'buns'", campaign.id);
        sale.redis.run("HSET", campaign.keys.campaign(), "granted:buns", "1", "left:buns", "-1");

        AuditReport report = campaign.audit();

        assertThat(brokenIn(report)).containsExactly("I1", "I2");
        assertThat(detail(report, "I2"))
                .contains(
                        "offer buns is oversold: held 2 and sold 0 of 1",
                        "offer buns is oversold in Redis: available -1");
        assertThat(AuditText.summary(report)).isEqualTo("audit: BROKEN I1 I2, 1 campaigns, oversold 1, lost 0");
    }

    @Test
    void i11_sees_a_unit_that_redis_took_for_nobody() {
        sale.add(campaign.id, "taken:buns", 1);
        sale.add(campaign.id, "left:buns", -1);

        AuditReport report = campaign.broken(
                "I11", "offer buns: Redis has taken 3, Postgres held 2 and sold 0, and 0 are on their way");
        assertThat(AuditText.summary(report)).isEqualTo("audit: BROKEN I11, 1 campaigns, oversold 0, lost 1");

        sale.add(campaign.id, "taken:buns", -1);
        sale.add(campaign.id, "left:buns", 1);
        campaign.sound();
    }

    @Test
    void i11_sees_a_hold_that_could_not_be_given_back() {
        sale.redis.run("HDEL", campaign.keys.held(), campaign.held);

        campaign.broken("I11", "Redis keeps 1 holds, Postgres 2 live orders");
    }

    @Test
    void i11_sees_units_that_redis_was_never_granted_unless_it_is_still_to_be_told() {
        sale.sql("UPDATE offer SET granted = 105 WHERE campaign_id = $1 AND sku = 'buns'", campaign.id);
        campaign.broken("I11", "offer buns: Redis was granted 100 less 0, Postgres 105 less 0");

        sale.sql("INSERT INTO tell_redis SELECT id, revision FROM campaign WHERE id = $1", campaign.id);
        campaign.sound();
        sale.sql("DELETE FROM tell_redis WHERE campaign_id = $1", campaign.id);
    }
}
