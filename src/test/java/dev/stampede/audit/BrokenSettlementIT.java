package dev.stampede.audit;

import static dev.stampede.audit.SoundCampaign.brokenIn;
import static dev.stampede.audit.SoundCampaign.detail;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What was settled, under which generation and how fast, is broken by hand, in a campaign that was sound before. */
class BrokenSettlementIT {
    private final Sale sale = Sale.shared();
    private final SoundCampaign campaign = new SoundCampaign(sale);

    @Test
    void i8_sees_a_gap_in_what_was_settled() {
        sale.buy(campaign.id, "cid", "buns", 1);
        sale.sql("UPDATE settled_batch SET sequence = 9 WHERE campaign_id = $1 AND sequence = 3", campaign.id);

        AuditReport report = campaign.broken("I8", "but there are 3 batches, from 1 to 9, and that one is missing");

        assertThat(detail(report, "I8")).contains("generation 1, sequence 3, which is not settled");
    }

    @Test
    void i8_sees_another_last_batch_than_the_counter_names() {
        sale.sql("UPDATE campaign_counter SET last_batch_id = 'feed' WHERE campaign_id = $1", campaign.id);

        campaign.broken("I8", "settled through 2 as batch feed");
    }

    @Test
    void i8_sees_one_batch_settled_twice() {
        sale.sql("""
                UPDATE settled_batch SET batch_id = (SELECT last_batch_id FROM campaign_counter WHERE campaign_id = $1)
                WHERE campaign_id = $1 AND sequence = 1
                """, campaign.id);

        campaign.broken("I8", "was settled as 1 and 2");
    }

    @Test
    void i8_sees_an_order_of_a_batch_that_was_rejected() {
        sale.sql("UPDATE settled_batch SET verdict = 'rejected' WHERE campaign_id = $1 AND sequence = 1", campaign.id);

        campaign.broken(
                "I8", "order " + campaign.held + " is of generation 1, sequence 1, which is rejected in generation 1");
    }

    @Test
    void i8_sees_redis_behind_postgres() {
        sale.add(campaign.id, "sequence", -1);

        campaign.broken("I8", "Redis is at sequence 1, Postgres has settled 2");
    }

    @Test
    void i8_sees_a_lost_entry_whose_units_are_lost_with_it() {
        sale.take(campaign.id, "cid", "buns", 3);
        sale.redis.run("XTRIM", campaign.keys.outbox(), "MAXLEN", "0");

        AuditReport report = campaign.audit();

        assertThat(brokenIn(report)).containsExactly("I4", "I8", "I11");
        assertThat(detail(report, "I8")).contains("entry 3 is neither settled nor in the outbox, which goes to 3");
        assertThat(AuditText.summary(report)).endsWith("oversold 0, lost 3");
    }

    @Test
    void i8_sees_an_entry_that_follows_another_batch() {
        sale.take(campaign.id, "cid", "buns", 1);
        sale.sql("UPDATE campaign_counter SET last_batch_id = 'feed' WHERE campaign_id = $1", campaign.id);
        sale.sql("UPDATE settled_batch SET batch_id = 'feed' WHERE campaign_id = $1 AND sequence = 2", campaign.id);

        campaign.broken("I8", ", not feed");
    }

    @Test
    void i10_sees_rows_of_a_generation_that_never_was() {
        sale.sql("UPDATE settled_batch SET generation = 5 WHERE campaign_id = $1 AND sequence = 2", campaign.id);
        sale.sql("UPDATE orders SET generation = 5 WHERE id = $1", campaign.paid);

        campaign.broken("I10", "2 rows of generation 5, and the counter is at 1");
    }

    @Test
    void i10_sees_an_older_generation_settled_after_a_newer_one() {
        sale.sql("UPDATE settled_batch SET generation = 0 WHERE campaign_id = $1 AND sequence = 2", campaign.id);
        sale.sql("UPDATE orders SET generation = 0 WHERE id = $1", campaign.paid);

        campaign.broken("I10", "sequence 2 was settled in generation 0 after one in generation 1");
    }

    @Test
    void i12_sees_an_order_that_nobody_expires() {
        sale.sql("UPDATE orders SET pay_by = now() - interval '1 second' WHERE id = $1", campaign.held);
        campaign.sound();
        sale.sql("UPDATE orders SET pay_by = now() - interval '6 seconds' WHERE id = $1", campaign.held);

        campaign.broken("I12", "held orders past their payBy: 1, the oldest for ");
        sale.sql("UPDATE orders SET pay_by = now() + interval '1 hour' WHERE id = $1", campaign.held);
    }

    @Test
    void i12_sees_a_release_that_nobody_works_off() {
        sale.expire(campaign.held);
        campaign.sound();
        sale.sql("UPDATE release SET created_at = now() - interval '11 seconds' WHERE hold_id = $1", campaign.held);

        campaign.broken("I12", "releases pending: 1, the oldest for 1");
    }

    @Test
    void i12_sees_a_change_and_a_reload_that_nobody_makes() {
        sale.sql("INSERT INTO tell_redis VALUES ($1, 9, now() - interval '11 seconds')", campaign.id);
        sale.sql("INSERT INTO reload_wanted VALUES ($1, 'test', now() - interval '12 seconds')", campaign.id);

        AuditReport report = campaign.broken("I12", "changes not told to Redis: 1, the oldest for 1");
        assertThat(detail(report, "I12")).contains("reloads wanted: 1, the oldest for 1");

        sale.sql("DELETE FROM reload_wanted WHERE campaign_id = $1", campaign.id);
    }

    @Test
    void i12_sees_an_entry_that_nobody_settles() {
        sale.take(campaign.id, "cid", "buns", 1);
        sale.age(campaign.keys.outbox(), 11);

        campaign.broken("I12", "batches unsettled: 1, the oldest, 3, for 1");
    }

    @Test
    void i12_sees_a_campaign_that_redis_lost_unless_it_is_being_loaded() {
        sale.redis.run("RENAME", campaign.keys.campaign(), campaign.keys.campaign() + ":aside");
        AuditReport report = campaign.broken("I12", "Redis does not have it");
        assertThat(report.campaigns().get(0).available()).isEqualTo(104);

        sale.sql("INSERT INTO reload_wanted VALUES ($1, 'test')", campaign.id);
        AuditReport loading = campaign.audit();
        assertThat(loading.ok()).isTrue();
        assertThat(loading.campaigns().get(0).moving()).isTrue();
        sale.sql("DELETE FROM reload_wanted WHERE campaign_id = $1", campaign.id);
    }

    @Test
    void i12_sees_a_fence_that_stays_up_and_a_reload_that_stopped_half_way() {
        sale.redis.run("HSET", campaign.keys.campaign(), "fence", "1");
        campaign.broken("I12", "it is fenced");

        sale.redis.run("HDEL", campaign.keys.campaign(), "fence");
        sale.sql("UPDATE campaign_counter SET generation = 2 WHERE campaign_id = $1", campaign.id);
        campaign.broken("I12", "Redis has generation 1, Postgres 2");
    }
}
