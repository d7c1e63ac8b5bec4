package dev.stampede.campaign;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.http.Refusal;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators do with a campaign, and what they may not. */
class PgCampaignSteeringIT extends CampaignsOnPostgres {
    private static final Set<CampaignState> CANCELLABLE = EnumSet.range(CampaignState.DRAFT, CampaignState.ENDED);

    @Test
    void a_campaign_is_cancelled_from_every_state_before_it_is_settled() {
        for (CampaignState state : CANCELLABLE) {
            boolean isApproved = state.compareTo(CampaignState.IN_REVIEW) > 0;
            String id = isApproved ? live() : create(past);
            database.query("UPDATE campaign SET state = $2 WHERE id = $1", id, state.word());

            Campaign campaign = get(campaigns.cancel(id, "olive", "no flour")).campaign();

            assertThat(campaign.state()).isEqualTo(CampaignState.CANCELLED);
            assertThat(moves(id)).endsWith(state.word() + " cancelled olive no flour");
            assertThat(told(id)).as(state.word()).isEqualTo(isApproved ? campaign.revision() : null);
            assertThat(campaign.isVisibleAt(Instant.now())).isEqualTo(isApproved);
            assertThat(events(id).contains("campaign.ended")).isEqualTo(isApproved && state != CampaignState.ENDED);
            assertRefused(campaigns.cancel(id, "olive", ""), 409, "WRONG_STATE");
        }
    }

    @Test
    void a_draft_that_is_cancelled_is_never_public() {
        String kind = kind();
        String draft = ofKind(kind, create(past));
        String review = ofKind(kind, inReview(past));
        String approved = ofKind(kind, live());
        List.of(draft, review, approved).forEach(id -> get(campaigns.cancel(id, "olive", "")));

        assertThat(list(kind, null, Instant.now())).containsExactly(approved);
        assertThat(list(kind, CampaignState.CANCELLED, null)).hasSize(3);
    }

    @Test
    void a_rejected_campaign_is_a_draft_again() {
        String id = inReview(past);

        Campaign campaign = get(campaigns.reject(id, "rita", "which flour?")).campaign();

        assertThat(campaign.state()).isEqualTo(CampaignState.DRAFT);
        assertThat(campaign.revision()).isEqualTo(3);
        assertThat(moves(id)).endsWith("in_review draft rita which flour?");
        assertThat(told(id)).isNull();
    }

    @Test
    void of_approvals_rejections_and_cancels_at_once_the_state_and_its_history_agree() {
        for (int round = 0; round < 50; round++) {
            String id = inReview(past);
            List<String> words = List.of("approve", "approve", "reject", "cancel");

            List<String> outcomes = awaitAll(words.size(), n -> change(words.get(n), id)
                    .map(words.get(n))
                    .otherwise(e -> ((Refusal) e).problem().code()));

            List<HistoryEntry> history = history(id);
            for (int i = 1; i < history.size(); i++) {
                assertThat(history.get(i).from()).isEqualTo(history.get(i - 1).to());
            }
            assertThat(outcomes.stream().filter("approve"::equals).count()).isLessThanOrEqualTo(1);
            assertThat(outcomes.get(3))
                    .as("a campaign that is not settled can always be cancelled")
                    .isEqualTo("cancel");
            Campaign campaign = get(campaigns.find(id)).orElseThrow().campaign();
            assertThat(campaign.state()).isEqualTo(CampaignState.CANCELLED);
            assertThat(campaign.approvedAt() != null).isEqualTo(outcomes.contains("approve"));
            assertThat(told(id)).isEqualTo(outcomes.contains("approve") ? campaign.revision() : null);
        }
    }

    @Test
    void pause_and_end_at_once_leave_one_chain_of_changes() {
        for (int round = 0; round < 5; round++) {
            String id = live();
            get(Future.join(
                            campaigns.pause(id, "olive", ""),
                            campaigns.end(id, "oscar", ""),
                            campaigns.pause(id, "oprah", ""))
                    .otherwiseEmpty());

            List<HistoryEntry> history = history(id);
            for (int i = 1; i < history.size(); i++) {
                assertThat(history.get(i).from()).isEqualTo(history.get(i - 1).to());
            }
            Campaign campaign = get(campaigns.find(id)).orElseThrow().campaign();
            assertThat(campaign.state()).isEqualTo(CampaignState.ENDED);
            assertThat(campaign.revision()).isEqualTo(history.size() - 1);
            assertThat(told(id)).isEqualTo(campaign.revision());
        }
    }

    @Test
    void each_change_is_refused_from_every_other_state_and_leaves_no_trace() {
        Map<String, Set<CampaignState>> allowed = Map.of(
                "submit", Set.of(CampaignState.DRAFT),
                "reject", Set.of(CampaignState.IN_REVIEW),
                "cancel", CANCELLABLE,
                "approve", Set.of(CampaignState.IN_REVIEW),
                "pause", Set.of(CampaignState.LIVE),
                "resume", Set.of(CampaignState.PAUSED),
                "end", Set.of(CampaignState.LIVE, CampaignState.PAUSED));
        String id = create(past);
        for (CampaignState state : CampaignState.values()) {
            database.query("UPDATE campaign SET state = $2 WHERE id = $1", id, state.word());
            for (String change : allowed.keySet()) {
                if (!allowed.get(change).contains(state)) {
                    assertRefused(change(change, id), 409, "WRONG_STATE");
                }
            }
        }

        assertThat(get(campaigns.find(id)).orElseThrow().campaign().revision()).isEqualTo(1);
        assertThat(moves(id)).hasSize(1);
        assertThat(events(id)).isEmpty();
        assertThat(told(id)).isNull();
    }

    @Test
    void nobody_changes_a_campaign_that_is_not_there() {
        for (String change : List.of("submit", "reject", "approve", "pause", "resume", "end", "cancel")) {
            assertRefused(change(change, "0000000000000"), 404, "UNKNOWN_CAMPAIGN");
        }
        assertRefused(new PgCampaignHistory(database.pool()).page("0000000000000", 0, 1), 404, "UNKNOWN_CAMPAIGN");
        assertThat(get(campaigns.find("0000000000000"))).isEmpty();
    }

    @Test
    void pausing_and_resuming_raise_the_revision_and_leave_word_for_redis() {
        String id = live();

        assertThat(get(campaigns.pause(id, "olive", "too many calls"))
                        .campaign()
                        .state())
                .isEqualTo(CampaignState.PAUSED);
        assertThat(told(id)).isEqualTo(4);
        assertThat(get(campaigns.resume(id, "olive", "")).campaign().state()).isEqualTo(CampaignState.LIVE);
        assertThat(told(id)).isEqualTo(5);

        assertThat(moves(id)).endsWith("live paused olive too many calls", "paused live olive ");
        assertThat(events(id)).containsExactlyInAnyOrder("campaign.announced", "campaign.opened");
    }

    @Test
    void an_early_end_moves_the_closing_time_to_now() {
        String id = live();
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        Campaign campaign = get(campaigns.end(id, "olive", "sold enough")).campaign();

        assertThat(campaign.state()).isEqualTo(CampaignState.ENDED);
        assertThat(campaign.terms().closesAt()).isBetween(before, Instant.now());
        assertThat(campaign.terms().closesAt())
                .isEqualTo(campaign.terms().closesAt().truncatedTo(ChronoUnit.MILLIS));
        assertThat(told(id)).isEqualTo(4);
        assertThat(moves(id)).endsWith("live ended olive sold enough");
        assertThat(events(id)).contains("campaign.ended");
    }

    @Test
    void an_end_in_the_moment_of_opening_keeps_the_times_in_order() {
        String id = live();
        database.query(
                "UPDATE campaign SET opens_at = opens_at + interval '1 day', closes_at = closes_at + interval '2 days'"
                        + " WHERE id = $1",
                id);

        Terms terms = get(campaigns.end(id, "olive", "")).campaign().terms();

        assertThat(terms.closesAt()).isEqualTo(terms.opensAt().plusMillis(1));
    }

    @Test
    void a_late_end_does_not_move_the_closing_time() {
        String id = live();
        Instant closedAt = past.plusSeconds(1);
        database.query("UPDATE campaign SET closes_at = opens_at + interval '1 second' WHERE id = $1", id);

        assertThat(get(campaigns.end(id, "olive", "")).campaign().terms().closesAt())
                .isEqualTo(closedAt);
    }
}
