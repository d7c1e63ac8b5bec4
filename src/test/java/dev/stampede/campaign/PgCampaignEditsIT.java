package dev.stampede.campaign;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Edits and copies in a real Postgres. */
class PgCampaignEditsIT extends CampaignsOnPostgres {
    private static final IfMatch ANY = new IfMatch("*");
    private static final Set<CampaignState> APPROVED =
            EnumSet.of(CampaignState.SCHEDULED, CampaignState.LIVE, CampaignState.PAUSED);

    private final PgCampaignEdits edits =
            new PgCampaignEdits(database.pool(), database.ids(), new CampaignReader(Drafts.KINDS));

    @Test
    void in_a_draft_every_member_may_change_and_what_it_was_is_kept() {
        String id = create(ahead);
        ObjectNode other = Json.readOwn("""
                {"title": "Lunch", "copy": "Rice.", "cover": "https://img.example/a.jpg", "payWithinSeconds": 60,
                 "perShopperLimit": 2, "perOrderLimit": 1, "ack": "reserved", "stockShown": "hidden",
                 "timeZone": "Europe/Berlin", "audience": {"newcomersOnly": true, "tags": ["vip"]},
                 "refundPolicy": "none", "refundable": false, "rules": {"pace": 9},
                 "offers": [{"sku": "rice", "name": "Rice", "priceFen": 1, "listPriceFen": 2, "allocation": 3}]}
                """);
        other.put("opensAt", ahead.plusSeconds(60).toString())
                .put("closesAt", ahead.plusSeconds(120).toString());
        other.put("announceAt", ahead.plusSeconds(30).toString());

        CampaignWithStock edited = get(edits.patch(id, ANY, other.deepCopy().put("reason", "noon"), "oscar"));

        ObjectNode definition = Definition.of(edited);
        assertThat(edited.campaign().revision()).isEqualTo(2);
        assertThat(Definition.difference(other, definition))
                .as("asked for and not there")
                .isEmpty();
        assertThat(Definition.of(get(campaigns.find(id)).orElseThrow())).isEqualTo(definition);
        HistoryEntry entry = history(id).get(1);
        assertThat(entry.actor()).isEqualTo("oscar");
        assertThat(entry.reason()).isEqualTo("noon");
        assertThat(entry.after()).isEqualTo(Json.readOwn(Json.write(other)));
        assertThat(known(entry.before()).path("title").textValue()).isEqualTo("Breakfast sets");
        assertThat(known(entry.before()).path("offers")).hasSize(2);
        assertThat(known(entry.before()).has("kind")).as("the same as before").isFalse();
        assertThat(told(id)).as("Redis does not know a draft").isNull();
    }

    @Test
    void what_changes_nothing_leaves_no_trace() {
        String draft = create(ahead);
        String live = live();

        get(edits.patch(draft, ANY, Json.object().put("title", "Breakfast sets").putNull("cover"), "oscar"));
        get(edits.patch(live, ANY, Json.object().put("title", "Breakfast sets").put("reason", "none"), "oscar"));

        assertThat(history(draft)).hasSize(1);
        assertThat(history(live)).allMatch(entry -> entry.after() == null);
        assertThat(get(campaigns.find(live)).orElseThrow().campaign().revision())
                .isEqualTo(3);
        assertThat(told(live)).isNull();
    }

    @Test
    void a_live_edit_is_told_to_redis_and_logged_with_its_reason() {
        String id = live();
        Instant closesAt = Instant.now().plusSeconds(7_200).truncatedTo(ChronoUnit.MILLIS);
        ObjectNode sent = Json.object()
                .put("title", "Buns")
                .put("copy", "Still warm.")
                .put("closesAt", closesAt.toString())
                .put("reason", "late lorry");

        Campaign campaign =
                get(edits.patch(id, new IfMatch("\"3\""), sent, "oscar")).campaign();

        assertThat(campaign.revision()).isEqualTo(4);
        assertThat(campaign.terms().title()).isEqualTo("Buns");
        assertThat(campaign.terms().closesAt()).isEqualTo(closesAt);
        assertThat(told(id)).isEqualTo(4);
        HistoryEntry entry = history(id).get(4);
        assertThat(entry.from()).isEqualTo(entry.to()).isEqualTo(CampaignState.LIVE);
        assertThat(known(entry.before()).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("title", "copy", "closesAt");
        assertThat(known(entry.after()).path("copy").textValue()).isEqualTo("Still warm.");
        assertThat(entry.reason()).isEqualTo("late lorry");
    }

    @Test
    void each_state_allows_what_it_allows() {
        String id = live();
        int changes = 0;
        for (CampaignState state : CampaignState.values()) {
            database.query("UPDATE campaign SET state = $2 WHERE id = $1", id, state.word());
            ObjectNode sent = Json.object().put("title", "in " + state.word()).put("reason", "why");
            Future<CampaignWithStock> edit = edits.patch(id, ANY, sent, "oscar");
            if (state == CampaignState.DRAFT || APPROVED.contains(state)) {
                assertThat(get(edit).campaign().terms().title()).isEqualTo("in " + state.word());
                changes++;
            } else {
                assertRefused(edit, 409, "WRONG_STATE");
            }
            Future<CampaignWithStock> offers =
                    edits.patch(id, ANY, Json.object().put("perShopperLimit", 9), "oscar");
            if (state == CampaignState.DRAFT) {
                assertThat(get(offers).campaign().terms().perShopperLimit()).isEqualTo(9);
                changes++;
            } else {
                assertRefused(
                        offers,
                        APPROVED.contains(state) ? 400 : 409,
                        APPROVED.contains(state) ? "INVALID" : "WRONG_STATE");
            }
        }
        assertThat(get(campaigns.find(id)).orElseThrow().campaign().revision()).isEqualTo(3 + changes);
        assertThat(history(id).stream().filter(entry -> entry.after() != null)).hasSize(changes);
    }

    @Test
    void a_sale_whose_time_is_over_is_not_reopened_by_an_edit() {
        String id = live();
        database.query(
                "UPDATE campaign SET closes_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1", id);
        ObjectNode sent = Json.object()
                .put("closesAt", Instant.now().plusSeconds(60).toString())
                .put("reason", "once more");

        assertRefused(edits.patch(id, ANY, sent, "oscar"), 409, "WRONG_STATE");
    }

    @Test
    void of_edits_at_once_with_one_tag_one_is_made() {
        for (int round = 0; round < 20; round++) {
            String id = round % 2 == 0 ? create(ahead) : live();
            IfMatch seen = new IfMatch(round % 2 == 0 ? "\"1\"" : "\"3\"");

            List<String> outcomes = awaitAll(4, n -> edits.patch(
                            id, seen, Json.object().put("title", "by " + n).put("reason", "race"), "oscar-" + n)
                    .map(done -> done.campaign().terms().title())
                    .otherwise(e -> ((Refusal) e).problem().code()));

            assertThat(outcomes.stream().filter("PRECONDITION_FAILED"::equals)).hasSize(3);
            HistoryEntry made = history(id).get(history(id).size() - 1);
            assertThat(outcomes).contains(known(made.after()).path("title").textValue());
        }
    }

    @Test
    void a_text_that_is_handed_to_review_is_the_text_that_was_edited() {
        for (int round = 0; round < 20; round++) {
            String id = create(ahead);
            Future<String> edit = edits.patch(
                            id, new IfMatch("\"1\""), Json.object().put("title", "new"), "oscar")
                    .map("edited")
                    .otherwise(e -> ((Refusal) e).problem().code());
            get(campaigns.submit(id, "olive", ""));

            String title =
                    get(campaigns.find(id)).orElseThrow().campaign().terms().title();
            assertThat(title).isEqualTo(get(edit).equals("edited") ? "new" : "Breakfast sets");
            assertThat(get(edit)).isIn("edited", "PRECONDITION_FAILED");
            assertRefused(edits.patch(id, ANY, Json.object().put("title", "later"), "oscar"), 409, "WRONG_STATE");
        }
    }

    @Test
    void a_copy_is_a_draft_by_who_copied() {
        String id = live();
        CampaignWithStock was = get(campaigns.find(id)).orElseThrow();

        CampaignWithStock copy = get(edits.copy(id, "oscar", "again", Instant.now()));

        assertThat(copy.campaign().id()).isNotEqualTo(id);
        assertThat(copy.campaign().state()).isEqualTo(CampaignState.DRAFT);
        assertThat(copy.campaign().revision()).isEqualTo(1);
        assertThat(copy.campaign().createdBy()).isEqualTo("oscar");
        assertThat(copy.campaign().approvedAt()).isNull();
        assertThat(Definition.difference(Definition.of(copy), Definition.of(was))
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("opensAt", "closesAt");
        assertThat(moves(copy.campaign().id())).containsExactly("null draft oscar again");
        assertRefused(edits.copy("0000000000000", "oscar", "", Instant.now()), 404, "UNKNOWN_CAMPAIGN");
        assertRefused(edits.patch("0000000000000", ANY, Json.object(), "oscar"), 404, "UNKNOWN_CAMPAIGN");
    }

    @Test
    void the_history_has_pages_over_both_sorts_of_change() {
        String id = create(ahead);
        for (int i = 0; i < 5; i++) {
            get(edits.patch(id, ANY, Json.object().put("title", "title " + i), "oscar"));
        }
        get(campaigns.submit(id, "olive", ""));
        List<HistoryEntry> all = history(id);

        PgCampaignHistory pages = new PgCampaignHistory(database.pool());
        List<HistoryEntry> first = get(pages.page(id, 0, 3));
        List<HistoryEntry> rest = get(pages.page(id, first.get(2).position(), 10));

        assertThat(all).hasSize(7).extracting(HistoryEntry::position).isSorted();
        assertThat(first).isEqualTo(all.subList(0, 3));
        assertThat(rest).isEqualTo(all.subList(3, 7));
    }

    private static ObjectNode known(@Nullable ObjectNode members) {
        return Objects.requireNonNull(members, "no edit");
    }
}
