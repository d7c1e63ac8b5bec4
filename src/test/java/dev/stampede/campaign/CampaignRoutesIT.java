package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.json.Violation;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CampaignRoutesIT {
    private final TestDatabase database = TestDatabase.shared();
    private final PgCampaigns campaigns = new PgCampaigns(database.pool(), database.ids(), false);
    private final JwtTokens tokens =
            new JwtTokens(database.vertx(), List.of("a secret that only this test knows!"), InstantSource.system());
    private final Instant past = Instant.now().minusSeconds(60);
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = serve();
    private Future<Boolean> taken = Future.succeededFuture(true);

    @BeforeEach
    void listen() {
        TestDatabase.get(server.listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        TestDatabase.get(server.close());
    }

    @Test
    void an_operator_and_a_reviewer_bring_a_campaign_to_its_end() {
        Answer created = post(Role.OPERATOR, "", Json.write(Drafts.body(past)));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("state").textValue()).isEqualTo("draft");
        String one = "/" + created.json().path("id").textValue();

        assertThat(post(Role.OPERATOR, one + "/submit", "").outcome()).isEqualTo("200 in_review");
        assertThat(post(Role.REVIEWER, one + "/approve", "{}").outcome()).isEqualTo("200 live");
        assertThat(post(Role.OPERATOR, one + "/pause", "{\"reason\":\"rain\"}").outcome())
                .isEqualTo("200 paused");
        assertThat(post(Role.OPERATOR, one + "/resume", "").outcome()).isEqualTo("200 live");
        assertThat(post(Role.OPERATOR, one + "/end", "").outcome()).isEqualTo("200 ended");

        ObjectNode history = get(Role.AUDITOR, one + "/history").json();
        assertThat(history.at("/items/0").has("from")).isFalse();
        assertThat(history.at("/items/0/to").textValue()).isEqualTo("draft");
        assertThat(history.at("/items/4/from").textValue()).isEqualTo("live");
        assertThat(history.at("/items/4/to").textValue()).isEqualTo("paused");
        assertThat(history.at("/items/4/actor").textValue()).isEqualTo("operator");
        assertThat(history.at("/items/4/reason").textValue()).isEqualTo("rain");
        assertThat(history.at("/items/4/at").textValue()).matches("\\d{4}-.*\\.\\d{3}Z");
    }

    @Test
    void operators_see_what_shoppers_do_not() {
        String id = post(Role.OPERATOR, "", Json.write(Drafts.body(past)))
                .json()
                .path("id")
                .textValue();

        ObjectNode shown = get(Role.FINANCE, "/" + id).json();

        assertThat(shown.fieldNames())
                .toIterable()
                .endsWith("ack", "stockShown", "audience", "refundable", "revision", "createdBy", "createdAt");
        assertThat(Json.write(shown.path("offers").path(1)))
                .isEqualTo("{\"sku\":\"milk\",\"name\":\"Milk\",\"priceFen\":500,\"listPriceFen\":500,\"left\":7,"
                        + "\"allocation\":7,\"held\":0,\"sold\":0}");
        assertThat(Json.write(shown.path("audience"))).isEqualTo("{\"newcomersOnly\":false,\"tags\":[]}");
        assertThat(shown.path("createdBy").textValue()).isEqualTo("operator");
        assertThat(get(Role.PUSH, "?state=draft&limit=1").json().path("items")).hasSize(1);
    }

    @Test
    void a_change_that_redis_has_not_taken_is_accepted_with_202() {
        String one = "/"
                + post(Role.OPERATOR, "", Json.write(Drafts.body(past)))
                        .json()
                        .path("id")
                        .textValue();
        post(Role.OPERATOR, one + "/submit", "");

        taken = Future.succeededFuture(false);
        assertThat(post(Role.REVIEWER, one + "/approve", "").outcome()).isEqualTo("202 live");
        taken = Future.failedFuture("redis is away");
        assertThat(post(Role.OPERATOR, one + "/pause", "").outcome()).isEqualTo("202 paused");
    }

    @Test
    void each_role_does_only_its_own() {
        String one = "/"
                + post(Role.OPERATOR, "", Json.write(Drafts.body(past)))
                        .json()
                        .path("id")
                        .textValue();
        for (Role role : Role.values()) {
            boolean operator = role == Role.OPERATOR;
            assertThat(post(role, "", "{}").status()).isEqualTo(operator ? 400 : 403);
            assertThat(post(role, one + "/approve", "").status()).isEqualTo(role == Role.REVIEWER ? 409 : 403);
            for (String change : new String[] {"pause", "resume", "end"}) {
                assertThat(post(role, one + "/" + change, "").status()).isEqualTo(operator ? 409 : 403);
            }
            assertThat(get(role, one).status()).isEqualTo(200);
        }
        assertThat(post(Role.REVIEWER, one + "/submit", "").status()).isEqualTo(403);
    }

    @Test
    void what_is_wrong_is_refused_by_name() {
        assertThat(post(Role.OPERATOR, "", "{}").text()).startsWith("INVALID").contains("/title");
        assertThat(post(Role.OPERATOR, "", "").text()).startsWith("MALFORMED");
        assertThat(post(Role.OPERATOR, "/0000000000000/pause", "{\"why\":1}").text())
                .isEqualTo("INVALID /why");
        assertThat(post(Role.OPERATOR, "/0000000000000/pause", "{\"reason\":\"\\u0007\"}")
                        .text())
                .isEqualTo("INVALID /reason");
        assertThat(post(Role.OPERATOR, "/0000000000000/pause", "").text()).isEqualTo("UNKNOWN_CAMPAIGN");
        assertThat(get(Role.OPERATOR, "/%00").text()).isEqualTo("UNKNOWN_CAMPAIGN");
        assertThat(get(Role.OPERATOR, "?state=gone").text()).isEqualTo("INVALID /state");
    }

    private record Answer(int status, String text) {
        ObjectNode json() {
            return Json.readOwn(text);
        }

        String outcome() {
            return status + " " + (text.startsWith("{") ? json().path("state").asText() : text);
        }
    }

    private HttpServer serve() {
        Router router = Router.router(database.vertx());
        router.route().failureHandler(CampaignRoutesIT::refuse).handler(BodyHandler.create(false));
        new CampaignRoutes(
                        new JwtGuard(tokens),
                        campaigns,
                        new CampaignReader(Drafts.KINDS),
                        id -> taken,
                        InstantSource.system())
                .mount(router);
        new CampaignEditRoutes(
                        new JwtGuard(tokens),
                        new PgCampaignEdits(database.pool(), database.ids(), new CampaignReader(Drafts.KINDS)),
                        new PgCampaignHistory(database.pool()),
                        id -> taken,
                        InstantSource.system())
                .mount(router);
        return database.vertx().createHttpServer().requestHandler(router);
    }

    private static void refuse(RoutingContext context) {
        if (context.failure() instanceof Refusal refusal) {
            StringBuilder text = new StringBuilder(refusal.problem().code());
            for (Violation violation : refusal.problem().errors()) {
                text.append(' ').append(violation.pointer());
            }
            context.response().setStatusCode(refusal.problem().status()).end(text.toString());
        } else {
            context.next();
        }
    }

    private Answer get(Role role, String path) {
        return send(role, request(role, path).GET());
    }

    private Answer post(Role role, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return send(
                role,
                request(role, path).header("Content-Type", "application/json").POST(publisher));
    }

    private HttpRequest.Builder request(Role role, String path) {
        String token = tokens.sign(Realm.OPERATIONS, role.word(), Set.of(role), Set.of(), Duration.ofMinutes(5));
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + "/admin/v1/campaigns" + path))
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(Role role, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new AssertionError("as " + role, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("as " + role, e);
        }
    }
}
