package dev.stampede.campaign;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a draft to a campaign that will open. */
class PgCampaignApprovalIT extends CampaignsOnPostgres {
    @Test
    void an_approved_campaign_is_scheduled_and_announced_and_waits_for_redis() {
        String id = inReview(ahead);

        Campaign campaign = get(campaigns.approve(id, "rita", "fine")).campaign();

        assertThat(campaign.state()).isEqualTo(CampaignState.SCHEDULED);
        assertThat(campaign.revision()).isEqualTo(3);
        assertThat(moves(id))
                .containsExactly("null draft olive ", "draft in_review olive look", "in_review scheduled rita fine");
        assertThat(events(id)).containsExactly("campaign.announced");
        assertThat(database.query("SELECT reason FROM reload_wanted WHERE campaign_id = $1", id))
                .extracting(row -> row.getString("reason"))
                .containsExactly("approved");
        assertThat(database.query(
                        "SELECT generation, settled_through FROM campaign_counter WHERE campaign_id = $1", id))
                .extracting(row -> row.getLong("generation"), row -> row.getLong("settled_through"))
                .containsExactly(tuple(0L, 0L));
        assertThat(told(id)).isNull();
    }

    @Test
    void a_campaign_whose_time_has_come_is_live_once_approved() {
        String id = inReview(past);

        Campaign campaign = get(campaigns.approve(id, "rita", "fine")).campaign();

        assertThat(campaign.state()).isEqualTo(CampaignState.LIVE);
        assertThat(campaign.revision()).isEqualTo(3);
        assertThat(moves(id))
                .endsWith("in_review scheduled rita fine", "scheduled live schedule " + PgCampaignLog.TIME_TO_OPEN);
        assertThat(events(id)).containsExactlyInAnyOrder("campaign.announced", "campaign.opened");
    }

    @Test
    void of_two_approvals_at_once_one_counts() {
        for (int round = 0; round < 200; round++) {
            String id = inReview(round % 2 == 0 ? past : ahead);

            List<String> outcomes = awaitAll(2, n -> campaigns
                    .approve(id, "rita-" + n, "")
                    .map("approved")
                    .otherwise(e -> ((Refusal) e).problem().code()));

            assertThat(outcomes).containsExactlyInAnyOrder("approved", "WRONG_STATE");
            assertThat(get(campaigns.find(id)).orElseThrow().campaign().revision())
                    .isEqualTo(3);
            assertThat(events(id)).doesNotHaveDuplicates();
            assertThat(database.count("SELECT count(*) FROM campaign_counter WHERE campaign_id = $1", id))
                    .isEqualTo(1);
        }
    }

    @Test
    void who_edited_the_texts_does_not_approve_them() {
        String id = create(past);
        PgCampaignEdits edits = new PgCampaignEdits(database.pool(), database.ids(), new CampaignReader(Drafts.KINDS));
        get(edits.patch(id, new IfMatch("*"), Json.object().put("copy", "The best."), "rita"));
        get(campaigns.submit(id, "olive", ""));

        assertRefused(campaigns.approve(id, "olive", ""), 403, "FORBIDDEN");
        assertRefused(campaigns.approve(id, "rita", ""), 403, "FORBIDDEN");
        assertThat(get(campaigns.approve(id, "roger", "")).campaign().approvedAt())
                .isNotNull();
    }

    @Test
    void a_campaign_with_a_later_announcement_is_approved_in_silence() {
        ObjectNode body = Drafts.body(ahead);
        body.put("announceAt", ahead.minusSeconds(60).toString());
        String id = get(campaigns.create(Drafts.read(body), "olive")).campaign().id();
        get(campaigns.submit(id, "olive", ""));
        get(campaigns.approve(id, "rita", ""));

        assertThat(events(id)).isEmpty();
    }

    @Test
    void an_event_says_what_spares_the_reader_a_request() {
        String id = inReview(ahead);
        get(campaigns.approve(id, "rita", ""));

        String data = database.query("SELECT data::text AS data FROM logged_event WHERE campaign_id = $1", id)
                .get(0)
                .getString("data");

        ObjectNode told = Json.readOwn(data);
        // At night it says so too.
        told.remove("quietHours");
        assertThat(told).isEqualTo(Json.readOwn("""
                        {"title": "Breakfast sets", "kind": "flash_sale", "opensAt": "%s", "closesAt": "%s",
                         "copy": "Steamed buns,\\nsoy milk.", "timeZone": "Asia/Shanghai", "path": "/campaigns/%s",
                         "audience": {"newcomersOnly": false, "tags": []}, "priceFen": 500, "listPriceFen": 500,
                         "offers": [{"sku": "buns", "name": "Buns", "priceFen": 990, "listPriceFen": 1990},
                                    {"sku": "milk", "name": "Milk", "priceFen": 500, "listPriceFen": 500}]}
                        """.formatted(ahead, ahead.plusSeconds(3_600), id)));
    }

    @Test
    void of_many_approvals_at_once_exactly_one_wins() {
        for (int round = 0; round < 5; round++) {
            String id = inReview(past);
            List<Future<CampaignWithStock>> attempts = new ArrayList<>();
            for (int reviewer = 0; reviewer < 6; reviewer++) {
                attempts.add(campaigns.approve(id, "rita" + reviewer, ""));
            }
            get(Future.join(attempts).otherwiseEmpty());

            assertThat(attempts).filteredOn(Future::succeeded).hasSize(1);
            assertThat(attempts).filteredOn(Future::failed).allSatisfy(lost -> assertRefused(lost, 409, "WRONG_STATE"));
            assertThat(moves(id)).hasSize(4);
            assertThat(events(id)).hasSize(2);
        }
    }

    @Test
    void nobody_approves_what_the_same_person_created() {
        String id = inReview(ahead);

        assertRefused(campaigns.approve(id, "olive", ""), 403, "FORBIDDEN");
        assertThat(state(id)).isEqualTo("in_review");
        assertThat(database.count("SELECT count(*) FROM reload_wanted WHERE campaign_id = $1", id))
                .isZero();

        PgCampaigns alone = new PgCampaigns(database.pool(), database.ids(), true);
        assertThat(get(alone.approve(id, "olive", "")).campaign().state()).isEqualTo(CampaignState.SCHEDULED);
    }

    @Test
    void a_campaign_that_is_over_is_not_approved() {
        String id = inReview(past);
        database.query("UPDATE campaign SET closes_at = now() WHERE id = $1", id);

        assertRefused(campaigns.approve(id, "rita", ""), 409, "WRONG_STATE");
    }
}
