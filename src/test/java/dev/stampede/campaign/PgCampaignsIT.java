package dev.stampede.campaign;

import static dev.stampede.testing.TestDatabase.failure;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PgCampaignsIT {
    private final TestDatabase database = TestDatabase.shared();
    private final PgCampaigns campaigns = new PgCampaigns(database.pool(), database.ids(), false);
    private final Instant past = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
    private final Instant ahead = past.plus(Duration.ofMinutes(30));

    @Test
    void a_created_campaign_reads_as_it_was_drafted() {
        ObjectNode body = Drafts.body(ahead);
        body.put("cover", "https://cdn.example/a.png").put("announceAt", "2026-01-01T00:00:00.007Z");
        body.put("ack", "reserved").put("stockShown", "hidden").put("refundable", false);
        body.put("timeZone", "Europe/Berlin").put("refundPolicy", "Within 7 days.\n早餐");
        body.putObject("audience")
                .put("newcomersOnly", true)
                .putArray("tags")
                .add("gold")
                .add("core");
        Draft draft = Drafts.read(body);

        String id = get(campaigns.create(draft, "olive")).campaign().id();

        CampaignWithStock read = get(campaigns.find(id)).orElseThrow();
        Campaign campaign = read.campaign();
        assertThat(campaign.kind()).isEqualTo("flash_sale");
        assertThat(campaign.state()).isEqualTo(CampaignState.DRAFT);
        assertThat(campaign.revision()).isEqualTo(1);
        assertThat(campaign.createdBy()).isEqualTo("olive");
        assertThat(campaign.offers()).isEqualTo(draft.offers());
        assertThat(Json.write(campaign.terms().rules())).isEqualTo("{\"pace\":3}");
        assertThat(campaign.terms())
                .usingRecursiveComparison()
                .ignoringFields("rules")
                .isEqualTo(draft.terms());
        assertThat(read.stock()).containsExactly(new OfferStock("buns", 100, 0, 0), new OfferStock("milk", 7, 0, 0));
        assertThat(moves(id)).containsExactly("null draft olive ");
    }

    @Test
    void stock_is_what_was_granted_without_what_is_withdrawn_held_or_sold() {
        String id = create(ahead);
        database.query(
                "UPDATE offer SET granted = 10, withdrawn = 2, held = 3, sold = 1 WHERE campaign_id = $1 AND sku = 'buns'",
                id);

        OfferStock stock = get(campaigns.find(id)).orElseThrow().stock().get(0);

        assertThat(stock).isEqualTo(new OfferStock("buns", 8, 3, 1));
        assertThat(stock.left()).isEqualTo(4);
        assertThat(stock.percentTaken()).isEqualTo(50);
    }

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

        String data = database.query("SELECT data::text AS data FROM event WHERE campaign_id = $1", id)
                .get(0)
                .getString("data");

        assertThat(Json.readOwn(data))
                .isEqualTo(Json.object()
                        .put("title", "Breakfast sets")
                        .put("kind", "flash_sale")
                        .put("opensAt", ahead.toString())
                        .put("closesAt", ahead.plusSeconds(3_600).toString()));
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
    void pause_and_end_at_once_leave_one_chain_of_changes() {
        for (int round = 0; round < 5; round++) {
            String id = live();
            get(Future.join(
                            campaigns.pause(id, "olive", ""),
                            campaigns.end(id, "oscar", ""),
                            campaigns.pause(id, "oprah", ""))
                    .otherwiseEmpty());

            List<HistoryEntry> history = get(campaigns.history(id));
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

    @Test
    void each_change_is_refused_from_every_other_state_and_leaves_no_trace() {
        Map<String, Set<CampaignState>> allowed = Map.of(
                "submit", Set.of(CampaignState.DRAFT),
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
        for (String change : List.of("submit", "approve", "pause", "resume", "end")) {
            assertRefused(change(change, "0000000000000"), 404, "UNKNOWN_CAMPAIGN");
        }
        assertRefused(campaigns.history("0000000000000"), 404, "UNKNOWN_CAMPAIGN");
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

    @Test
    void a_list_is_newest_first_and_goes_on_from_its_cursor() {
        List<String> made = new ArrayList<>();
        String kind = kind();
        for (int i = 0; i < 5; i++) {
            made.add(0, ofKind(kind, create(ahead)));
        }

        CampaignPage first = get(campaigns.list(new CampaignFilter(kind, null, null, null, 2)));
        CampaignPage second = get(campaigns.list(new CampaignFilter(kind, null, null, first.nextCursor(), 2)));
        CampaignPage third = get(campaigns.list(new CampaignFilter(kind, null, null, second.nextCursor(), 2)));

        assertThat(ids(first)).isEqualTo(made.subList(0, 2));
        assertThat(ids(second)).isEqualTo(made.subList(2, 4));
        assertThat(ids(third)).isEqualTo(made.subList(4, 5));
        assertThat(third.nextCursor()).isNull();
        assertThat(get(campaigns.list(new CampaignFilter(kind, null, null, null, 5)))
                        .nextCursor())
                .isNull();
    }

    @Test
    void a_list_shows_only_the_state_and_what_is_visible_at_the_time() {
        String kind = kind();
        String draft = ofKind(kind, create(ahead));
        String live = ofKind(kind, live());
        String later = ofKind(kind, live());
        database.query(
                "UPDATE campaign SET opens_at = $2::timestamptz, announce_at = $2::timestamptz WHERE id = $1",
                later,
                ahead.atOffset(ZoneOffset.UTC));

        assertThat(list(kind, null, null)).containsExactly(later, live, draft);
        assertThat(list(kind, CampaignState.DRAFT, null)).containsExactly(draft);
        assertThat(list(kind, CampaignState.PAUSED, null)).isEmpty();
        assertThat(list(kind, null, ahead.minusMillis(1))).containsExactly(live);
        assertThat(list(kind, null, ahead)).containsExactly(later, live);
        assertThat(list(kind, CampaignState.DRAFT, ahead)).isEmpty();
    }

    private String create(Instant opensAt) {
        return get(campaigns.create(Drafts.opening(opensAt), "olive"))
                .campaign()
                .id();
    }

    private String inReview(Instant opensAt) {
        String id = create(opensAt);
        get(campaigns.submit(id, "olive", "look"));
        return id;
    }

    private String live() {
        String id = inReview(past);
        get(campaigns.approve(id, "rita", ""));
        return id;
    }

    private Future<CampaignWithStock> change(String word, String id) {
        return switch (word) {
            case "submit" -> campaigns.submit(id, "oscar", "");
            case "approve" -> campaigns.approve(id, "oscar", "");
            case "pause" -> campaigns.pause(id, "oscar", "");
            case "resume" -> campaigns.resume(id, "oscar", "");
            case "end" -> campaigns.end(id, "oscar", "");
            default -> throw new AssertionError(word);
        };
    }

    private String kind() {
        return "kind_" + database.ids().get();
    }

    private String ofKind(String kind, String id) {
        database.query("UPDATE campaign SET kind = $2 WHERE id = $1", id, kind);
        return id;
    }

    private List<String> list(String kind, @Nullable CampaignState state, @Nullable Instant visibleAt) {
        return ids(get(campaigns.list(new CampaignFilter(kind, state, visibleAt, null, 100))));
    }

    private static List<String> ids(CampaignPage page) {
        return page.items().stream().map(item -> item.campaign().id()).toList();
    }

    private String state(String id) {
        return database.query("SELECT state FROM campaign WHERE id = $1", id)
                .get(0)
                .getString("state");
    }

    private List<String> moves(String id) {
        List<String> lines = new ArrayList<>();
        for (HistoryEntry entry : get(campaigns.history(id))) {
            CampaignState from = entry.from();
            lines.add(String.join(
                    " ", from == null ? "null" : from.word(), entry.to().word(), entry.actor(), entry.reason()));
        }
        return lines;
    }

    private List<String> events(String id) {
        return database.query("SELECT type FROM event WHERE campaign_id = $1 ORDER BY id", id).stream()
                .map(row -> row.getString("type"))
                .toList();
    }

    private @Nullable Long told(String id) {
        return database.query("SELECT revision FROM tell_redis WHERE campaign_id = $1", id).stream()
                .map(row -> row.getLong("revision"))
                .findFirst()
                .orElse(null);
    }

    private static void assertRefused(Future<?> future, int status, String code) {
        assertThat(failure(future)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(status);
            assertThat(refusal.problem().code()).isEqualTo(code);
        });
    }
}
