package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Answer;
import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every success that the contract promises, seen once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersIT extends OperatorAnswers {
    private static final Executor AT_ONCE = task -> new Thread(task).start();

    @AfterAll
    void every_documented_success_was_seen() {
        List<String> documented = shop.contract().operations().stream()
                .flatMap(operation -> operation.successes().stream().map(status -> operation.id() + " " + status))
                .toList();
        assertThat(shop.client().seen()).containsAll(documented);
    }

    @Test
    void the_time_is_that_of_the_header() {
        Answer answer = shop.ask("readTime").expect(200);
        Instant now = Instant.parse(answer.json().getString("now"));
        assertThat(Duration.between(now, Instant.ofEpochMilli(Long.parseLong(answer.header("X-Server-Time")))))
                .isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void a_name_becomes_a_shopper() {
        JsonObject login = shop.ask("loginToDemo")
                .body(new JsonObject().put("name", "xiaoming"))
                .expect(201)
                .json();
        JsonObject orders = shop.ask("listOrders")
                .token(login.getString("token"))
                .expect(200)
                .json();
        assertThat(orders.getJsonArray("items")).isEmpty();
    }

    @Test
    void a_campaign_goes_its_way() {
        String operator = shop.operator("operator");
        JsonObject draft = shop.draft().put("stockShown", "bar");
        String id = shop.drafted(draft);
        assertThat(state("submitCampaign", id, operator)).isEqualTo("in_review");
        assertThat(state("approveCampaign", id, shop.operator("reviewer"))).isEqualTo("live");
        assertThat(state("pauseCampaign", id, operator)).isEqualTo("paused");
        assertThat(state("resumeCampaign", id, operator)).isEqualTo("live");
        assertThat(state("endCampaign", id, operator)).isEqualTo("ended");
        JsonObject last =
                shop.ask("readAnyCampaign").id(id).token(operator).expect(200).json();
        assertThat(last.getString("title")).isEqualTo(draft.getString("title"));
        assertThat(last.getInteger("revision")).isEqualTo(6);
        JsonArray changes = shop.ask("listCampaignHistory")
                .id(id)
                .token(operator)
                .expect(200)
                .json()
                .getJsonArray("items");
        assertThat(changes.stream().map(change -> ((JsonObject) change).getString("to")))
                .containsExactly("draft", "in_review", "scheduled", "live", "paused", "live", "ended");
        assertThat(changes.getJsonObject(1).getString("reason")).isEqualTo("submitCampaign 好的");
    }

    @Test
    void a_list_of_campaigns_has_pages() {
        shop.approved(campaign -> campaign.put("stockShown", "hidden"));
        shop.approved(campaign -> campaign);
        assertPages(shop.ask("listCampaigns"), () -> shop.ask("listCampaigns"));
        String token = shop.operator("auditor");
        assertPages(shop.ask("listAllCampaigns").token(token), () -> shop.ask("listAllCampaigns")
                .token(token));
    }

    @Test
    void a_campaign_that_a_client_has_is_not_sent_again() {
        String id = shop.approved(campaign -> campaign.put("stockShown", "hidden"));
        String etag = shop.ask("readCampaign").id(id).expect(200).header("ETag");
        Answer same =
                shop.ask("readCampaign").id(id).header("If-None-Match", etag).expect(304);
        assertThat(same.header("ETag")).isEqualTo(etag);
        assertThat(same.response().body()).isEmpty();
        // The list may change at any moment, so its tag stands for any.
        shop.ask("listCampaigns").header("If-None-Match", "*").expect(304);
    }

    @Test
    void an_order_is_bought_and_paid() {
        String id = shop.approved(campaign -> campaign);
        String ann = shop.shopper("ann");
        JsonObject source = new JsonObject().put("leaderId", "lily").put("sharedBy", "bob");
        Ask purchase = shop.purchase(id, "ann")
                .body(new JsonObject().put("quantity", 2).put("source", source));
        JsonObject order = purchase.expect(201).json().getJsonObject("order");
        assertThat(order.getJsonObject("source")).isEqualTo(source);
        assertThat(order.getString("sku")).isEqualTo("tea");
        Answer replay = purchase.expect(201);
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(replay.json().getJsonObject("order")).isEqualTo(order);

        String orderId = order.getString("id");
        Ask pay = shop.ask("payOrder").id(orderId).token(ann).key(shop.key());
        JsonObject intent = pay.expect(201).json();
        assertThat(intent.getLong("amountFen")).isEqualTo(19_800);
        assertThat(intent.getString("expiresAt")).isEqualTo(order.getString("payBy"));
        assertThat(pay.expect(201).header("Idempotency-Replayed")).isEqualTo("true");
        Answer open =
                shop.ask("payOrder").id(orderId).token(ann).key(shop.key()).expect(200);
        assertThat(open.json()).isEqualTo(intent);

        JsonObject notice = intent.getJsonObject("client").getJsonObject("notify");
        shop.ask("notifySimulatedPayment").body(notice).expect(200);
        shop.ask("notifySimulatedPayment").body(notice).expect(200);
        JsonObject paid =
                shop.ask("readOrder").id(orderId).token(ann).expect(200).json();
        assertThat(paid.getString("state")).isEqualTo("settled");
        assertThat(paid.getJsonArray("history").stream().map(change -> ((JsonObject) change).getString("cause")))
                .containsExactly("accepted", "payment", "no_formation");
        assertThat(purchase.expect(201).json().getJsonObject("order")).isEqualTo(paid);
    }

    @Test
    void an_order_goes_back_unpaid_or_paid_or_is_handed_out() {
        OrderReturns returns = new OrderReturns(shop);
        returns.cancelled();
        returns.refunded();
        returns.refundedByFinance();
        returns.fulfilled();
    }

    @Test
    void orders_have_lists() {
        String id = shop.approved(campaign -> campaign);
        String first = shop.held(id, "lisa");
        String second = shop.held(id, "lisa");
        Ask mine = shop.ask("listOrders").token(shop.shopper("lisa"));
        assertThat(ids(mine.expect(200))).containsExactly(second, first);
        Answer page = mine.query("limit=1").expect(200);
        assertThat(page.json().getString("nextCursor")).isEqualTo(second);
        assertThat(ids(mine.query("cursor=" + second).expect(200))).containsExactly(first);
        Ask all = shop.ask("listAllOrders").token(shop.operator("finance"));
        assertThat(ids(all.query("campaignId=" + id + "&state=held&shopperId=lisa")
                        .expect(200)))
                .containsExactly(second, first);
        assertThat(ids(all.query("campaignId=" + id + "&state=expired").expect(200)))
                .isEmpty();
        all.query("limit=100").expect(200);
    }

    @Test
    void a_reserved_order_comes_before_its_row() {
        String id = shop.approved(campaign -> campaign.put("ack", "reserved"));
        Ask purchase = shop.purchase(id, "rita");
        JsonObject order = purchase.expect(202).json().getJsonObject("order");
        Answer replay = purchase.expect(202);
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(replay.json().getJsonObject("order").getString("id")).isEqualTo(order.getString("id"));
        Ask read = shop.ask("readOrder").id(order.getString("id")).token(shop.shopper("rita"));
        Await.until("the row is written", SOON, () -> read.answer().response().statusCode() == 200);
    }

    @Test
    void an_operator_is_told_when_redis_has_not_taken_a_change() {
        List<String> ids = List.of(
                shop.submitted(shop.draft()),
                shop.approved(campaign -> campaign),
                shop.approved(campaign -> campaign),
                shop.approved(campaign -> campaign),
                shop.approved(campaign -> campaign),
                shop.approved(campaign -> campaign));
        shop.ask("pauseCampaign")
                .id(ids.get(2))
                .token(shop.operator("operator"))
                .expect(200);
        List<String> changes = List.of(
                "approveCampaign", "pauseCampaign", "resumeCampaign", "endCampaign", "cancelCampaign", "editCampaign");
        Ask unlucky = shop.purchase(ids.get(3), "una");
        shop.silenceRedis(Duration.ofSeconds(4));
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String token = shop.operator(i == 0 ? "reviewer" : "operator");
            Ask change = shop.ask(changes.get(i)).id(ids.get(i)).token(token);
            if (changes.get(i).equals("editCampaign")) {
                change.header("If-Match", "*")
                        .body(new JsonObject().put("title", "茶").put("reason", "简短"));
            }
            asked.add(CompletableFuture.runAsync(() -> change.expect(202), AT_ONCE));
        }
        Ask more = shop.changeStock(ids.get(1), 5);
        asked.add(CompletableFuture.runAsync(() -> more.expect(202), AT_ONCE));
        asked.add(CompletableFuture.runAsync(() -> unlucky.expect(503), AT_ONCE));
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        Await.until(
                "the node is ready again",
                SOON,
                () -> shop.ask("readReadiness").answer().response().statusCode() == 200);
        assertThat(unlucky.answer().json()).isNotNull();
    }

    @Test
    void an_auditor_is_told_that_all_is_well() {
        String id = shop.approved(campaign -> campaign);
        shop.held(id, "ada");
        JsonObject audit = shop.ask("readAudit")
                .token(shop.operator("auditor"))
                .expect(200)
                .json();
        assertThat(audit.getBoolean("ok")).as("%s", audit).isTrue();
        assertThat(audit.getJsonArray("campaigns").stream().map(campaign -> ((JsonObject) campaign).getString("id")))
                .contains(id);
    }

    @Test
    void the_process_is_watched() {
        shop.ask("readLiveness").expect(200);
        shop.ask("readReadiness").expect(200);
        assertThat(shop.ask("readMetrics").expect(200).response().body()).contains("# HELP ");
    }

    @Test
    void the_page_needs_nothing_from_outside() {
        Answer page = shop.ask("readDocs").expect(200);
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self';");
        assertThat(page.response().body()).contains("/docs/docs.js").doesNotContain("http:", "https:");
        for (String file : List.of("docs.js", "swagger-ui.css", "swagger-ui-bundle.js")) {
            assertThat(page.response().body()).contains("/docs/" + file);
            assertThat(shop.ask("readDocsFile")
                            .with("file", file)
                            .expect(200)
                            .response()
                            .body())
                    .isNotBlank();
        }
        shop.ask("readDocsFile").with("file", "index.html").refused(404, "NOT_FOUND");
        shop.ask("readDocsFile").with("file", "..%2Findex.html").refused(404, "NOT_FOUND");
    }

    @Test
    void the_contract_is_served_with_the_addresses_of_this_node() {
        JsonObject served =
                Contract.parse(shop.ask("readContract").expect(200).response().body());
        assertThat(served.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("http://127.0.0.1:" + shop.node().httpPort());
        JsonObject path = served.getJsonObject("paths").getJsonObject("/admin/v1/orders");
        assertThat(path.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("/");
        assertThat(served.getJsonObject("components"))
                .isEqualTo(shop.contract().document().getJsonObject("components"));
    }

    @Test
    void what_happened_is_told_page_by_page_and_as_it_happens() throws TimeoutException {
        new EventAnswers(shop).see(shop.held(shop.approved(campaign -> campaign), "ann"));
    }

    @Test
    void a_webhook_is_registered_looked_after_and_deleted() {
        new WebhookAnswers(shop).see();
    }

    private static List<String> ids(Answer list) {
        return list.json().getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static void assertPages(Ask list, Supplier<Ask> again) {
        Answer page = list.query("limit=1&kind=flash_sale&state=live").expect(200);
        assertThat(ids(page)).hasSize(1);
        String cursor = page.json().getString("nextCursor");
        Answer next =
                again.get().query("kind=flash_sale&state=live&cursor=" + cursor).expect(200);
        assertThat(ids(next)).isNotEmpty().doesNotContainAnyElementsOf(ids(page));
    }
}
