package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.tsid.TsidCreator;
import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.json.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The noes that a client can bring about, each with its status, its code and what comes with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT extends OperatorRefusals {
    /** What needs a fault, a race or a full house to be seen, or an operation to come. */
    private static final Set<String> OUT_OF_REACH =
            Set.of("INTERNAL", "BUSY", "STORE_DOWN", "FENCED", "DRAINING", "OUTCOME_UNKNOWN", "TOO_FAST");

    @AfterAll
    void every_code_within_reach_was_seen() {
        Set<String> codes = shop.contract().words("ProblemCode");
        codes.removeAll(OUT_OF_REACH);
        assertThat(shop.client().seen().stream().map(seen -> seen.substring(seen.lastIndexOf(' ') + 1)))
                .containsAll(codes);
    }

    @Test
    void a_campaign_that_is_not_open_yet_says_when() {
        Instant opensAt = Instant.now().plusSeconds(1_800);
        String id = shop.approved(campaign -> campaign.put("opensAt", Times.write(opensAt)));
        JsonObject problem = shop.purchase(id, "ann").refused(409, "NOT_STARTED");
        assertThat(problem.getString("opensAt")).isEqualTo(Times.write(opensAt));
    }

    @Test
    void between_two_windows_a_campaign_says_when_the_next_one_opens() {
        LocalTime now = LocalTime.now(ZoneId.of("Asia/Shanghai"));
        DateTimeFormatter minutes = DateTimeFormatter.ofPattern("HH:mm");
        JsonObject window = new JsonObject()
                .put("from", now.plusMinutes(10).format(minutes))
                .put("to", now.plusMinutes(20).format(minutes));
        String id = shop.approved(
                campaign -> campaign.put("rules", new JsonObject().put("windows", new JsonArray().add(window))));
        JsonObject problem = shop.purchase(id, "ann").refused(409, "NOT_STARTED");
        assertThat(Instant.parse(problem.getString("opensAt")))
                .isBetween(Instant.now().plusSeconds(480), Instant.now().plusSeconds(660));
    }

    @Test
    void a_paused_and_an_ended_campaign_sell_nothing_and_still_replay() {
        String id = shop.approved(campaign -> campaign);
        Ask bought = shop.purchase(id, "ann");
        JsonObject order = bought.expect(201).json();
        String operator = shop.operator("operator");
        shop.ask("pauseCampaign").id(id).token(operator).expect(200);
        shop.purchase(id, "ann").refused(409, "PAUSED");
        assertThat(bought.expect(201).json()).isEqualTo(order);
        shop.ask("endCampaign").id(id).token(operator).expect(200);
        shop.purchase(id, "ann").refused(409, "ENDED");
        assertThat(bought.expect(201).json()).isEqualTo(order);
        for (String change : List.of("submitCampaign", "pauseCampaign", "resumeCampaign", "endCampaign")) {
            shop.ask(change).id(id).token(operator).refused(409, "WRONG_STATE");
        }
        edit(id, "*", "{\"title\":\"tea\",\"reason\":\"late\"}").refused(409, "WRONG_STATE");
        shop.ask("remindOfCampaign").id(id).token(shop.shopper("ann")).refused(409, "ENDED");
        shop.ask("cancelCampaign").id(id).token(operator).expect(200);
        shop.ask("cancelCampaign").id(id).token(operator).refused(409, "WRONG_STATE");
        shop.purchase(id, "ann").refused(409, "ENDED");
        assertThat(bought.expect(201).header("Idempotency-Replayed")).isEqualTo("true");
        shop.ask("rejectCampaign").id(id).token(shop.operator("reviewer")).refused(409, "WRONG_STATE");
        shop.ask("approveCampaign").id(id).token(shop.operator("reviewer")).refused(409, "WRONG_STATE");
    }

    @Test
    void stock_and_limits_end() {
        JsonObject draft = shop.draft().put("perShopperLimit", 2).put("perOrderLimit", 1);
        draft.getJsonArray("offers").getJsonObject(0).put("allocation", 3);
        String id = shop.approved(draft);
        Ask two = shop.purchase(id, "ann").body(new JsonObject().put("quantity", 2));
        two.refused(409, "LIMIT_REACHED");
        shop.held(id, "ann");
        shop.held(id, "ann");
        shop.purchase(id, "ann").refused(409, "LIMIT_REACHED");
        shop.held(id, "bob");
        shop.purchase(id, "bob").refused(409, "SOLD_OUT");
        shop.purchase(id, "ann")
                .body(new JsonObject().put("sku", "coffee").put("quantity", 1))
                .refused(409, "UNKNOWN_OFFER");
    }

    @Test
    void who_is_not_in_the_audience_may_not_buy() {
        JsonObject audience = new JsonObject().put("tags", new JsonArray().add("vip"));
        String id = shop.approved(campaign -> campaign.put("audience", audience));
        shop.purchase(id, "ann").refused(403, "FORBIDDEN");
        shop.purchase(id, "ann").token(shop.shopper("ann", "vip")).expect(201);
    }

    @Test
    void a_key_stands_for_one_body_of_one_shopper() {
        String key = shop.key();
        shop.purchase(open, "kim").key(key).expect(201);
        JsonObject other = new JsonObject().put("quantity", 2);
        shop.purchase(open, "kim").key(key).body(other).refused(422, "IDEMPOTENCY_MISMATCH");
        JsonObject same = new JsonObject().put("quantity", 1).put("source", new JsonObject().put("leaderId", "lily"));
        assertThat(shop.purchase(open, "kim").key(key).body(same).expect(201).header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(shop.purchase(open, "koa").key(key).expect(201).header("Idempotency-Replayed"))
                .isEmpty();
    }

    @Test
    void what_is_unknown_or_hidden_is_404() {
        String hidden = shop.approved(campaign -> {
            Instant opensAt = Instant.now().plusSeconds(1_800);
            return campaign.put("opensAt", Times.write(opensAt)).put("announceAt", Times.write(opensAt));
        });
        String draft = shop.drafted(shop.draft());
        for (String id : List.of(hidden, draft, "0000000000000", "x", "%20", "0n8kq2z7m4x1c", "%00")) {
            shop.ask("readCampaign").id(id).refused(404, "UNKNOWN_CAMPAIGN");
            shop.purchase(id, "ann").refused(404, "UNKNOWN_CAMPAIGN");
            shop.ask("readCampaignOfMine").id(id).token(shop.shopper("ann")).refused(404, "UNKNOWN_CAMPAIGN");
            shop.ask("listFormations").id(id).refused(404, "UNKNOWN_CAMPAIGN");
            shop.ask("remindOfCampaign").id(id).token(shop.shopper("ann")).refused(404, "UNKNOWN_CAMPAIGN");
        }
        shop.ask("readReport").id("x").token(shop.operator("auditor")).refused(404, "UNKNOWN_CAMPAIGN");
        shop.ask("readAnyCampaign").id("x").token(shop.operator("push")).refused(404, "UNKNOWN_CAMPAIGN");
        shop.ask("readAnyCampaign").id(hidden).token(shop.operator("push")).expect(200);
        for (String id : List.of("0000000000000", "x", "%00")) {
            shop.ask("readOrder").id(id).token(shop.shopper("ann")).refused(404, "UNKNOWN_ORDER");
            shop.ask("readFormation").id(id).refused(404, "UNKNOWN_FORMATION");
        }
    }

    @Test
    void a_young_order_without_a_row_is_on_its_way() {
        String id = TsidCreator.getTsid().toString();
        Ask read = shop.ask("readOrder").id(id).token(shop.shopper("ann"));
        read.refused(409, "ORDER_PENDING");
        assertThat(read.expect(409).header("Retry-After")).isEqualTo("1");
        for (String verb : List.of("payOrder", "cancelOrder", "refundOrder")) {
            Ask ask = shop.ask(verb).id(id).token(shop.shopper("ann")).key(shop.key());
            ask.refused(409, "ORDER_PENDING");
            assertThat(ask.expect(409).header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void a_payment_must_be_genuine_and_of_that_amount() {
        String order = shop.held(open, "paula");
        JsonObject right = shop.notice(order, "tx-1", 9_900);
        Ask notify = shop.ask("notifySimulatedPayment");
        notify.body(right.copy().put("signature", "forged")).refused(401, "UNAUTHENTICATED");
        notify.body(right.copy().put("amountFen", 1)).refused(401, "UNAUTHENTICATED");
        notify.body(shop.notice(order, "tx-1", 9_899)).refused(422, "AMOUNT_MISMATCH");
        notify.body(shop.notice("0000000000000", "tx-1", 9_900)).refused(404, "UNKNOWN_ORDER");
        notify.body(right).expect(200);
        Ask pay = shop.ask("payOrder").id(order).token(shop.shopper("paula")).key(shop.key());
        pay.refused(409, "WRONG_STATE");
    }

    @Test
    void an_unknown_action_and_path_are_404() {
        Ask lottery = shop.purchase(open, "ann").replacing("purchase", "lottery");
        lottery.refused(404, "UNKNOWN_ACTION");
        shop.purchase(open, "ann").replacing("purchase", "join_team").refused(404, "UNKNOWN_ACTION");
        shop.ask("readTime").replacing("time", "times").refused(404, "NOT_FOUND");
        shop.ask("readMetrics").replacing("metrics", "metric").refused(404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | /quantity        | required",
                "{'quantity':0}                                 | /quantity        | range",
                "{'quantity':1001}                              | /quantity        | range",
                "{'quantity':1.0}                               | /quantity        | type",
                "{'quantity':1e0}                               | /quantity        | type",
                "{'quantity':'1'}                               | /quantity        | type",
                "{'quantity':9007199254740993}                  | /quantity        | range",
                "{'quantity':1,'sku':'a b'}                     | /sku             | pattern",
                "{'quantity':1,'sku':7}                         | /sku             | type",
                "{'quantity':1,'price':1}                       | /price           | unknown",
                "{'quantity':1,'source':'lily'}                 | /source          | type",
                "{'quantity':1,'source':{'leaderId':''}}        | /source/leaderId | pattern",
                "{'quantity':1,'source':{'friend':'bob'}}       | /source/friend   | unknown",
            })
    void a_purchase_with_the_wrong_content_is_invalid(String body, String pointer, String code) {
        assertError(shop.purchase(open, "ann").body(body.replace('\'', '"')), pointer, code);
    }

    @Test
    void half_an_object_is_malformed() {
        JsonObject problem = shop.purchase(open, "ann").body("{\"quantity\":1").refused(400, "MALFORMED");
        assertThat(problem.getString("detail")).startsWith("请求的格式不正确。").contains("not valid JSON");
    }

    @Test
    void with_two_offers_one_must_be_named() {
        JsonObject draft = shop.draft();
        JsonArray offers = draft.getJsonArray("offers");
        offers.add(offers.getJsonObject(0).copy().put("sku", "coffee"));
        String id = shop.approved(draft);
        assertError(shop.purchase(id, "ann").body("{\"quantity\":1}"), "/sku", "required");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind             | 'lottery'                  | /kind                 | choice",
                "title            | ''                         | /title                | length",
                "title            | null                       | /title                | required",
                "copy             | 7                          | /copy                 | type",
                "offers           | []                         | /offers               | length",
                "offers           | [7]                        | /offers/0             | type",
                "opensAt          | '2026-11-11T00:00:00+08:00'| /opensAt              | pattern",
                "closesAt         | '2026-01-01T00:00:00Z'     | /closesAt             | range",
                "announceAt       | '2999-01-01T00:00:00Z'     | /announceAt           | conflict",
                "payWithinSeconds | 604801                     | /payWithinSeconds     | range",
                "perShopperLimit  | 1001                       | /perShopperLimit      | range",
                "perOrderLimit    | 3                          | /perOrderLimit        | conflict",
                "cover            | 'http://a.example/b'       | /cover                | pattern",
                "ack              | 'never'                    | /ack                  | choice",
                "stockShown       | 'EXACT'                    | /stockShown           | choice",
                "timeZone         | '+08:00'                   | /timeZone             | choice",
                "audience         | {'tags':['a b']}           | /audience/tags/0      | pattern",
                "refundable       | 'yes'                      | /refundable           | type",
                "rules            | {'teamSize':3}             | /rules/teamSize       | unknown",
                "rules            | {'windows':[{'from':'8:00','to':'09:00'}]} | /rules/windows/0/from | pattern",
                "rules            | {'windows':[{'from':'08:00','to':'08:00'}]} | /rules/windows/0/to | conflict",
                "state            | 'live'                     | /state                | unknown",
            })
    void a_campaign_with_the_wrong_content_is_invalid(String member, String value, String pointer, String code) {
        JsonObject draft = shop.draft();
        draft.mergeIn(new JsonObject("{\"" + member + "\":" + value.replace('\'', '"') + "}"));
        assertError(shop.ask("createCampaign").token(shop.operator("operator")).body(draft), pointer, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind=FLASH", "state=draft", "state=nonsense"})
    void a_list_in_public_knows_its_words(String query) {
        String pointer = "/" + query.substring(0, query.indexOf('='));
        assertError(shop.ask("listCampaigns").query(query), pointer, query.startsWith("kind") ? "pattern" : "choice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=full", "cursor=x"})
    void a_list_of_formations_knows_its_words(String query) {
        String pointer = "/" + query.substring(0, query.indexOf('='));
        assertError(
                shop.ask("listFormations").id(open).query(query),
                pointer,
                query.startsWith("state") ? "choice" : "pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"campaignId=a%20b", "state=sold", "shopperId=%E6%98%8E"})
    void a_list_of_orders_knows_its_words(String query) {
        String pointer = "/" + query.substring(0, query.indexOf('='));
        assertError(
                shop.ask("listAllOrders").token(shop.operator("finance")).query(query),
                pointer,
                query.startsWith("state") ? "choice" : "pattern");
    }
}
