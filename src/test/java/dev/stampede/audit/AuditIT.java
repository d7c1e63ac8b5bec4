package dev.stampede.audit;

import static dev.stampede.audit.SoundCampaign.NO_PAUSE;
import static dev.stampede.audit.SoundCampaign.brokenIn;
import static dev.stampede.audit.SoundCampaign.detail;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an audit says of a sound campaign, and of one that moves. */
class AuditIT {
    private final Sale sale = Sale.shared();
    private final SoundCampaign campaign = new SoundCampaign(sale);

    @Test
    void a_campaign_that_went_the_whole_road_is_sound_at_every_step() {
        String expired = sale.buy(campaign.id, "cid", "buns", 3);
        sale.expire(expired);
        sale.take(campaign.id, "dan", "buns", 1);
        AuditReport onTheWay = campaign.audit();

        assertThat(onTheWay.ok()).as(() -> AuditText.write(onTheWay)).isTrue();
        assertThat(onTheWay.at()).isEqualTo(SoundCampaign.AT);
        assertThat(onTheWay.campaigns())
                .containsExactly(new CampaignFigures(campaign.id, "flash_sale", "live", 107, 100, 2, 1, 1, 1, false));

        sale.release();
        sale.settle(campaign.id);
        AuditReport done = campaign.audit();

        assertThat(done.campaigns())
                .containsExactly(new CampaignFigures(campaign.id, "flash_sale", "live", 107, 103, 3, 1, 0, 0, false));
        assertThat(done.invariants())
                .extracting(Invariant::id)
                .containsExactly("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12");
        assertThat(detail(done, "I2")).isEqualTo("0 oversold of 107 units in 2 offers");
        assertThat(AuditText.write(done)).endsWith("\naudit: ok, 1 campaigns, oversold 0, lost 0\n");
    }

    @Test
    void a_release_that_redis_took_though_postgres_does_not_know_yet_is_no_difference() {
        sale.expire(campaign.held);
        sale.release();
        sale.sql("UPDATE release SET done_at = NULL WHERE hold_id = $1", campaign.held);

        campaign.sound();

        assertThat(campaign.audit().campaigns().get(0).pendingReleases()).isEqualTo(1);
    }

    @Test
    void a_draft_is_listed_though_redis_does_not_know_it() {
        String draft = sale.draft(100);

        AuditReport report = get(campaign.audit(NO_PAUSE).only(draft::equals).run());

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns())
                .containsExactly(new CampaignFigures(draft, "flash_sale", "draft", 107, 107, 0, 0, 0, 0, false));
    }

    @Test
    void a_crowd_is_compared_shopper_by_shopper() {
        SoundCampaign crowded = new SoundCampaign(sale, 2_000);
        sale.crowd(crowded.id, 1_200);
        crowded.sound();

        sale.redis.run("HINCRBY", crowded.keys.shopper(), "s2199", "1");
        sale.redis.run("HSET", crowded.keys.shopper(), "zoe", "1");

        AuditReport report = crowded.broken("I4", "shopper s2199: Redis counts 2 units, Postgres 1");
        assertThat(detail(report, "I4")).contains("shopper zoe");
    }

    @Test
    void a_long_list_of_cases_is_cut() {
        sale.crowd(campaign.id, 40);
        sale.redis.run("DEL", campaign.keys.request());

        AuditReport report = campaign.broken("I3", "; and 37 more");

        assertThat(detail(report, "I3")).hasSizeLessThan(1_000);
    }

    @Test
    void stores_that_come_to_rest_while_they_are_looked_at_are_compared() {
        AuditReport report = get(campaign.audit(NO_PAUSE, new AtomicInteger(4))
                .only(campaign.id::equals)
                .run());

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns().get(0).moving()).isFalse();
    }

    @Test
    void a_difference_that_heals_within_a_second_is_none() {
        sale.add(campaign.id, "taken:buns", 1);
        sale.add(campaign.id, "left:buns", -1);

        AuditReport report = campaign.auditWithin(() -> {
            sale.add(campaign.id, "taken:buns", -1);
            sale.add(campaign.id, "left:buns", 1);
        });

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns().get(0).moving()).isFalse();
    }

    @Test
    void a_difference_that_becomes_another_one_is_a_campaign_on_the_move() {
        sale.add(campaign.id, "taken:buns", 1);
        sale.add(campaign.id, "left:buns", -1);

        AuditReport report = campaign.auditWithin(() -> {
            sale.add(campaign.id, "taken:buns", 1);
            sale.add(campaign.id, "left:buns", -1);
        });

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns().get(0).moving()).isTrue();
        assertThat(detail(report, "I11")).isEqualTo("Redis and Postgres agree on 0 campaigns, 1 more are moving");
    }

    @Test
    void stores_that_never_stand_still_prove_nothing_but_an_oversell() {
        sale.add(campaign.id, "taken:milk", 1);
        sale.add(campaign.id, "left:milk", -1);
        Audit audit = campaign.audit(NO_PAUSE, new AtomicInteger(Integer.MAX_VALUE));

        AuditReport moving = get(audit.only(campaign.id::equals).run());
        assertThat(moving.ok()).isTrue();
        assertThat(moving.campaigns().get(0).moving()).isTrue();

        sale.redis.run("HSET", campaign.keys.campaign(), "left:buns", "-1", "taken:buns", "101");
        AuditReport oversold = get(audit.only(campaign.id::equals).run());
        assertThat(brokenIn(oversold)).containsExactly("I1", "I2");
        assertThat(oversold.oversold()).isEqualTo(1);
    }
}
