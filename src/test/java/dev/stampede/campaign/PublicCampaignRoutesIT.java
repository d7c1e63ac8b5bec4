package dev.stampede.campaign;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicCampaignRoutesIT {
    private final TestDatabase database = TestDatabase.shared();
    private final PgCampaigns campaigns = new PgCampaigns(database.pool(), database.ids(), true);
    private final AtomicLong age = new AtomicLong();
    private final Instant past = Instant.now().minusSeconds(60);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = serve();

    @BeforeEach
    void listen() {
        get(server.listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        get(server.close());
    }

    @Test
    void a_live_campaign_is_shown_with_what_shoppers_may_know() {
        String id = live(Drafts.body(past));

        HttpResponse<String> answer = ask("/v1/campaigns/" + id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=1");
        ObjectNode shown = Json.readOwn(answer.body());
        assertThat(shown.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "kind",
                        "title",
                        "copy",
                        "state",
                        "opensAt",
                        "closesAt",
                        "payWithinSeconds",
                        "perShopperLimit",
                        "perOrderLimit",
                        "offers",
                        "rules",
                        "refundPolicy",
                        "timeZone");
        assertThat(shown.path("state").textValue()).isEqualTo("live");
        assertThat(Json.write(shown.path("offers").path(1)))
                .isEqualTo("{\"sku\":\"milk\",\"name\":\"Milk\",\"priceFen\":500,\"listPriceFen\":500,\"left\":7}");
    }

    @Test
    void a_bar_shows_the_share_that_is_taken_and_hidden_stock_nothing() {
        String bar = live(Drafts.body(past).put("stockShown", "bar"));
        String hidden = live(Drafts.body(past).put("stockShown", "hidden"));
        database.query("UPDATE offer SET held = 1, sold = 1 WHERE campaign_id = $1 AND sku = 'milk'", bar);

        assertThat(offer(bar, 1))
                .isEqualTo(
                        "{\"sku\":\"milk\",\"name\":\"Milk\",\"priceFen\":500,\"listPriceFen\":500,\"soldPercent\":28}");
        assertThat(offer(hidden, 1))
                .isEqualTo("{\"sku\":\"milk\",\"name\":\"Milk\",\"priceFen\":500,\"listPriceFen\":500}");
    }

    @Test
    void a_client_that_has_the_answer_gets_304_until_the_stock_changes() {
        String id = live(Drafts.body(past));
        String etag = ask("/v1/campaigns/" + id).headers().firstValue("ETag").orElseThrow();
        assertThat(etag).matches("\"[0-9a-f]{24}\"");

        HttpResponse<String> same = ask("/v1/campaigns/" + id, "If-None-Match", "\"other\", W/" + etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).hasValue(etag);

        database.query("UPDATE offer SET held = 1 WHERE campaign_id = $1 AND sku = 'milk'", id);
        aSecondPasses();
        HttpResponse<String> other = ask("/v1/campaigns/" + id, "If-None-Match", etag);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).contains("\"left\":6");
        assertThat(other.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(etag);
    }

    @Test
    void within_a_second_nobody_asks_postgres_again() {
        String id = live(Drafts.body(past));
        String before = ask("/v1/campaigns/" + id).body();
        database.query("UPDATE offer SET held = 1 WHERE campaign_id = $1 AND sku = 'milk'", id);

        age.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(ask("/v1/campaigns/" + id).body()).isEqualTo(before);
        age.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(ask("/v1/campaigns/" + id).body()).isNotEqualTo(before);
    }

    @Test
    void what_is_not_announced_is_not_found() {
        String draft =
                get(campaigns.create(Drafts.opening(past), "olive")).campaign().id();
        ObjectNode body = Drafts.body(past.plusSeconds(1_800));
        String later = live(body.put("announceAt", past.plusSeconds(1_700).toString()));

        for (String id : new String[] {draft, later, "0000000000000", "nonsense", "0000000000000000", "%00"}) {
            HttpResponse<String> answer = ask("/v1/campaigns/" + id);
            assertThat(answer.statusCode()).as(id).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("UNKNOWN_CAMPAIGN");
        }
    }

    @Test
    void a_list_shows_what_is_visible_and_says_where_it_goes_on() {
        String older = live(Drafts.body(past));
        String draft =
                get(campaigns.create(Drafts.opening(past), "olive")).campaign().id();
        String newer = live(Drafts.body(past));
        database.query("UPDATE campaign SET kind = $2 WHERE id = ANY ($1)", new String[] {older, draft, newer}, "k1");

        ObjectNode first = Json.readOwn(ask("/v1/campaigns?kind=k1&limit=1").body());
        String cursor = first.path("nextCursor").textValue();
        ObjectNode second = Json.readOwn(
                ask("/v1/campaigns?kind=k1&limit=1&cursor=" + cursor).body());

        assertThat(first.at("/items/0/id").textValue()).isEqualTo(newer);
        assertThat(second.at("/items/0/id").textValue()).isEqualTo(older);
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(ask("/v1/campaigns?kind=k1&state=paused").body()).isEqualTo("{\"items\":[]}");
        database.query("UPDATE campaign SET kind = 'flash_sale' WHERE kind = 'k1'");
    }

    @Test
    void a_query_that_makes_no_sense_is_invalid() {
        for (String query :
                new String[] {"state=draft", "state=open", "cursor=x", "kind=%00", "limit=0", "limit=101"}) {
            HttpResponse<String> answer = ask("/v1/campaigns?" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("INVALID");
        }
    }

    private HttpServer serve() {
        Router router = Router.router(database.vertx());
        new PublicCampaignRoutes(campaigns, InstantSource.system(), age::get).mount(router);
        router.route().failureHandler(PublicCampaignRoutesIT::refuse);
        return database.vertx().createHttpServer().requestHandler(router);
    }

    private static void refuse(RoutingContext context) {
        if (context.failure() instanceof Refusal refusal) {
            context.response()
                    .setStatusCode(refusal.problem().status())
                    .end(refusal.problem().code());
        } else {
            context.next();
        }
    }

    private String live(ObjectNode body) {
        String id = get(campaigns.create(Drafts.read(body), "olive")).campaign().id();
        get(campaigns.submit(id, "olive", ""));
        get(campaigns.approve(id, "rita", ""));
        return id;
    }

    private void aSecondPasses() {
        age.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private String offer(String id, int i) {
        return Json.write(
                Json.readOwn(ask("/v1/campaigns/" + id).body()).path("offers").path(i));
    }

    private HttpResponse<String> ask(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }
}
