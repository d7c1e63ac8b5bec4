package dev.stampede.campaign;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Making, reading and listing. */
class PgCampaignsIT extends CampaignsOnPostgres {
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
}
