package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Ask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The noes of operators and reviewers, and of a campaign's audience. */
abstract class OperatorRefusals extends FormationRefusals {
    final String open = shop.approved(campaign -> campaign);

    @Test
    void who_has_bought_before_is_no_newcomer_and_an_old_key_is_still_a_replay() {
        String sale = shop.approved(campaign -> campaign.put("audience", new JsonObject().put("newcomersOnly", true)));
        String other = shop.approved(campaign -> campaign);
        Ask first = shop.purchase(sale, "nell");
        String order = first.expect(201).json().getJsonObject("order").getString("id");
        shop.ask("notifySimulatedPayment")
                .body(shop.notice(order, "tx-nell", 9_900))
                .expect(200);
        assertThat(first.expect(201).header("Idempotency-Replayed")).isEqualTo("true");
        shop.purchase(sale, "nell").expect(201);
        String again = shop.approved(campaign -> campaign.put("audience", new JsonObject().put("newcomersOnly", true)));
        shop.purchase(again, "nell").refused(403, "FORBIDDEN");
        shop.purchase(again, "nina").expect(201);
        shop.purchase(other, "nell").expect(201);
    }

    @Test
    void an_edit_must_name_the_revision_that_stands() {
        String id = shop.drafted(shop.draft());
        String title = "{\"title\":\"tea\"}";
        shop.ask("editCampaign")
                .id(id)
                .token(shop.operator("operator"))
                .body(title)
                .refused(428, "PRECONDITION_REQUIRED");
        for (String stale : List.of("\"2\"", "W/\"1\"", "1", "\"0\", \"2\"")) {
            edit(id, stale, title).refused(412, "PRECONDITION_FAILED");
        }
        edit(id, "\"7\", \"1\"", title).expect(200);
        edit(id, "\"1\"", title).refused(412, "PRECONDITION_FAILED");
        edit("0000000000000", "*", title).refused(404, "UNKNOWN_CAMPAIGN");
        shop.ask("submitCampaign").id(id).token(shop.operator("operator")).expect(200);
        edit(id, "*", title).refused(409, "WRONG_STATE");
    }

    @Test
    void a_live_edit_has_its_members_and_a_reason() {
        assertError(edit(open, "*", "{\"title\":\"tea\"}"), "/reason", "required");
        assertError(edit(open, "*", "{\"title\":\"tea\",\"reason\":\" \"}"), "/reason", "required");
        assertError(edit(open, "*", "{\"cover\":null,\"reason\":\"rain\"}"), "/cover", "conflict");
        assertError(edit(open, "*", "{\"opensAt\":\"2026-01-01T00:00:00Z\",\"reason\":\"r\"}"), "/opensAt", "conflict");
        assertError(edit(open, "*", "{\"state\":\"ended\",\"reason\":\"r\"}"), "/state", "unknown");
        assertError(edit(open, "*", "{\"closesAt\":\"2026-01-01T00:00:00Z\",\"reason\":\"r\"}"), "/closesAt", "range");
        assertError(edit(open, "*", "{\"title\":\"\",\"reason\":\"r\"}"), "/title", "length");
    }

    Ask edit(String id, String seen, String body) {
        return shop.ask("editCampaign")
                .id(id)
                .token(shop.operator("operator"))
                .header("If-Match", seen)
                .body(body);
    }

    @Test
    void nobody_approves_what_is_their_own() {
        JsonObject draft = shop.draft();
        String id = shop.submitted(draft);
        String own = shop.operator("operator", "reviewer");
        shop.ask("approveCampaign").id(id).token(own).refused(403, "FORBIDDEN");
        shop.ask("rejectCampaign").id(id).token(shop.operator("reviewer")).expect(200);
        shop.ask("editCampaign")
                .id(id)
                .token(shop.operator("edith", "operator"))
                .header("If-Match", "*")
                .body(new JsonObject().put("title", "改过的标题"))
                .expect(200);
        shop.ask("submitCampaign").id(id).token(shop.operator("operator")).expect(200);
        shop.ask("approveCampaign")
                .id(id)
                .token(shop.operator("edith", "reviewer"))
                .refused(403, "FORBIDDEN");
        shop.ask("approveCampaign").id(id).token(shop.operator("reviewer")).expect(200);
    }

    static void assertError(Ask ask, String pointer, String code) {
        JsonArray errors = ask.refused(400, "INVALID").getJsonArray("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.getJsonObject(0).getString("pointer")).isEqualTo(pointer);
        assertThat(errors.getJsonObject(0).getString("code")).isEqualTo(code);
    }
}
