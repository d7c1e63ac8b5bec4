package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Answer;
import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What operators are promised beside the lifecycle, and what shoppers are promised of one campaign. */
abstract class OperatorAnswers extends FormationAnswers {
    static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void a_draft_is_edited_rejected_copied_and_cancelled() {
        String operator = shop.operator("operator");
        String id = shop.drafted(shop.draft());
        Answer draft = shop.ask("readAnyCampaign").id(id).token(operator).expect(200);
        JsonObject change =
                new JsonObject().put("title", "明前龙井").putNull("cover").put("perShopperLimit", 5);
        Answer edited = shop.ask("editCampaign")
                .id(id)
                .token(operator)
                .header("If-Match", draft.header("ETag"))
                .body(change)
                .expect(200);
        assertThat(edited.json().getString("title")).isEqualTo("明前龙井");
        assertThat(edited.json().containsKey("cover")).isFalse();
        assertThat(edited.header("ETag")).isEqualTo("\"2\"");
        assertThat(state("submitCampaign", id, operator)).isEqualTo("in_review");
        assertThat(state("rejectCampaign", id, shop.operator("reviewer"))).isEqualTo("draft");
        JsonObject page = shop.ask("listCampaignHistory")
                .id(id)
                .token(operator)
                .query("limit=2")
                .expect(200)
                .json();
        JsonObject edit = page.getJsonArray("items").getJsonObject(1);
        assertThat(edit.getJsonObject("before").fieldNames())
                .containsExactlyInAnyOrder("title", "cover", "perShopperLimit");
        assertThat(edit.getJsonObject("after")).isEqualTo(change);
        JsonObject rest = shop.ask("listCampaignHistory")
                .id(id)
                .token(operator)
                .query("cursor=" + page.getString("nextCursor"))
                .expect(200)
                .json();
        assertThat(rest.getJsonArray("items").stream().map(entry -> ((JsonObject) entry).getString("to")))
                .containsExactly("in_review", "draft");
        assertThat(state("cancelCampaign", id, operator)).isEqualTo("cancelled");
        shop.ask("readCampaign").id(id).refused(404, "UNKNOWN_CAMPAIGN");
    }

    @Test
    void stock_goes_up_and_down() {
        String live = shop.approved(campaign -> campaign);
        int before = allocation(shop.changeStock(live, 30)) - 30;
        assertThat(allocation(shop.changeStock(live, -130))).isEqualTo(before - 100);
        JsonArray past = shop.ask("listCampaignHistory")
                .id(live)
                .token(shop.operator("auditor"))
                .expect(200)
                .json()
                .getJsonArray("items");
        JsonObject last = past.getJsonObject(past.size() - 1);
        assertThat(last.getJsonObject("before").getInteger("allocation")).isEqualTo(before + 30);
        assertThat(last.getJsonObject("after").getInteger("allocation")).isEqualTo(before - 100);
        assertThat(allocation(shop.changeStock(shop.drafted(shop.draft()), -1))).isEqualTo(before - 1);
    }

    private static int allocation(Ask change) {
        return change.expect(200).json().getJsonArray("offers").getJsonObject(0).getInteger("allocation");
    }

    @Test
    void a_copy_is_a_draft_of_its_own() {
        String id = shop.approved(campaign -> campaign);
        String operator = shop.operator("operator");
        JsonObject copy =
                shop.ask("copyCampaign").id(id).token(operator).expect(201).json();
        assertThat(copy.getString("id")).isNotEqualTo(id);
        assertThat(copy.getString("state")).isEqualTo("draft");
        assertThat(Instant.parse(copy.getString("opensAt"))).isAfter(Instant.now());
    }

    @Test
    void a_campaign_has_a_shopper_who_is_told_of_it() {
        String id = shop.approved(campaign -> campaign);
        String mia = shop.shopper("mia");
        JsonObject before =
                shop.ask("readCampaignOfMine").id(id).token(mia).expect(200).json();
        assertThat(before.getBoolean("newcomer")).isTrue();
        String order = shop.held(id, "mia");
        JsonObject mine =
                shop.ask("readCampaignOfMine").id(id).token(mia).expect(200).json();
        assertThat(mine.getInteger("unitsTaken")).isEqualTo(1);
        assertThat(mine.getInteger("unitsLeft")).isEqualTo(1);
        assertThat(mine.getJsonArray("orders").getJsonObject(0).getString("id")).isEqualTo(order);
        Ask remind = shop.ask("remindOfCampaign").id(id).token(mia);
        JsonObject first = remind.expect(201).json();
        assertThat(remind.expect(200).json()).isEqualTo(first);
        shop.ask("remindOfCampaign").id(id).token(shop.shopper("noa")).expect(201);
        Ask list = shop.ask("listReminders").id(id).token(shop.operator("push"));
        JsonObject page = list.query("limit=1").expect(200).json();
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("shopperId"))
                .isEqualTo("mia");
        JsonArray rest = list.query("cursor=" + page.getString("nextCursor"))
                .expect(200)
                .json()
                .getJsonArray("items");
        assertThat(rest.getJsonObject(0).getString("shopperId")).isEqualTo("noa");
    }

    @Test
    void a_campaign_has_a_report() {
        JsonObject draft = shop.draft();
        draft.getJsonArray("offers").getJsonObject(0).put("allocation", 1);
        String id = shop.approved(draft);
        shop.held(id, "rob");
        shop.purchase(id, "ron").refused(409, "SOLD_OUT");
        Ask report = shop.ask("readReport").id(id).token(shop.operator("auditor"));
        Await.until(
                "the attempts are counted",
                SOON,
                () -> report.expect(200).json().getInteger("attempts") == 2);
        JsonObject told = report.expect(200).json();
        assertThat(told.getJsonObject("refusedByCode")).isEqualTo(new JsonObject().put("SOLD_OUT", 1));
        assertThat(told.getJsonObject("ordersByState")).isEqualTo(new JsonObject().put("held", 1));
        assertThat(told.getInteger("unitsHeld")).isEqualTo(1);
        assertThat(told.getLong("gmvFen")).isZero();
        assertThat(told.getString("soldOutAt")).isNotNull();
        assertThat(told.getInteger("secondsToSellOut")).isBetween(1, 60);
    }

    String state(String operation, String id, String token) {
        return shop.ask(operation)
                .id(id)
                .token(token)
                .body(new JsonObject().put("reason", operation + " 好的"))
                .expect(200)
                .json()
                .getString("state");
    }
}
