package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
    private static final Instant OPENS_AT = Instant.parse("2026-11-11T12:00:00Z");

    @Test
    void a_definition_reads_back_as_the_same_draft() {
        Draft draft = Drafts.opening(OPENS_AT);

        ObjectNode definition = Definition.of(shown(draft, 0));

        assertThat(Drafts.read(definition)).isEqualTo(draft);
    }

    @Test
    void a_difference_names_what_is_not_the_same() {
        ObjectNode one = Json.readOwn("{\"title\":\"a\",\"cover\":null,\"offers\":[1,2],\"copy\":\"c\"}");
        ObjectNode other = Json.readOwn("{\"title\":\"b\",\"cover\":\"x\",\"offers\":[1,2],\"copy\":\"c\"}");

        assertThat(Definition.difference(one, other)).isEqualTo(Json.readOwn("{\"title\":\"a\",\"cover\":null}"));
        assertThat(Definition.difference(one, one)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} copied at {2}")
    @CsvSource({
        // still ahead: kept
        "Asia/Shanghai, 2026-11-11T12:00:00Z, 2026-11-11T11:59:59.999Z, 2026-11-11T12:00:00Z, 2026-11-11T13:00:00Z",
        // the next 20:00
        "Asia/Shanghai, 2026-11-11T12:00:00Z, 2026-11-11T12:00:00Z,     2026-11-12T12:00:00Z, 2026-11-12T13:00:00Z",
        "Asia/Shanghai, 2026-11-11T12:00:00Z, 2027-03-01T11:00:00Z,     2027-03-01T12:00:00Z, 2027-03-01T13:00:00Z",
        "Asia/Shanghai, 2026-11-11T12:00:00Z, 2027-03-01T12:30:00Z,     2027-03-02T12:00:00Z, 2027-03-02T13:00:00Z",
        // 20:00 in Berlin is another instant after the clocks have changed
        "Europe/Berlin, 2026-03-28T19:00:00Z, 2026-03-28T20:00:00Z,     2026-03-29T18:00:00Z, 2026-03-29T19:00:00Z",
        "Europe/Berlin, 2026-10-24T18:00:00Z, 2026-10-24T20:00:00Z,     2026-10-25T19:00:00Z, 2026-10-25T20:00:00Z",
        // the hour that comes twice, and the one that is skipped: a sale stays a sale
        "Europe/Berlin, 2026-03-28T01:30:00Z, 2026-03-28T02:00:00Z,     2026-03-29T01:30:00Z, 2026-03-29T02:30:00Z",
    })
    void a_copy_keeps_its_times_or_moves_them_by_whole_days(
            String zone, Instant opensAt, Instant now, Instant nextOpening, Instant nextClosing) {
        ObjectNode body = Drafts.body(opensAt)
                .put("timeZone", zone)
                .put("announceAt", opensAt.minusSeconds(600).toString());

        Terms terms =
                Drafts.read(Definition.again(shown(Drafts.read(body), 0), now)).terms();

        assertThat(terms.opensAt()).isEqualTo(nextOpening).isAfter(now);
        assertThat(terms.closesAt()).isEqualTo(nextClosing);
        assertThat(terms.announceAt()).isBeforeOrEqualTo(nextOpening).isAfter(nextOpening.minusSeconds(7_201));
    }

    @Test
    void a_copy_allocates_what_there_is_now_and_one_at_least() {
        Draft draft = Drafts.opening(OPENS_AT);

        Draft copy = Drafts.read(Definition.again(shown(draft, 10), OPENS_AT));

        assertThat(copy.offers()).extracting(Offer::granted).containsExactly(90L, 1L);
    }

    @Test
    void an_edit_of_an_approved_campaign_names_each_member_that_may_not_change() {
        ObjectNode sent = Json.readOwn("{\"title\":\"x\",\"offers\":[],\"announceAt\":null,\"mood\":1}");
        CampaignWithStock shown = shown(Drafts.opening(OPENS_AT), 0);

        Fields body = new Patch(new CampaignReader(Drafts.KINDS))
                .read(shown, sent, OPENS_AT)
                .body();

        assertThat(body.finish().stream().map(violation -> violation.pointer() + " " + violation.code()))
                .containsExactlyInAnyOrder(
                        "/offers length",
                        "/offers conflict",
                        "/announceAt conflict",
                        "/reason required",
                        "/mood unknown");
    }

    /** The draft as a campaign that is live, with so many units withdrawn of each offer. */
    private static CampaignWithStock shown(Draft draft, long withdrawn) {
        Campaign campaign = new Campaign(
                "0ABCDEFGHJKMN",
                draft.kind(),
                CampaignState.LIVE,
                3,
                draft.terms(),
                draft.offers(),
                "olive",
                OPENS_AT,
                OPENS_AT);
        List<OfferStock> stock = draft.offers().stream()
                .map(offer -> new OfferStock(offer.sku(), Math.max(0, offer.granted() - withdrawn), 0, 0))
                .toList();
        return new CampaignWithStock(campaign, stock);
    }
}
