package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.http.Api;
import dev.stampede.http.DirectRoutes;
import dev.stampede.http.InFlight;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import dev.stampede.testing.OrderInvariants;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderRoutesIT {
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final TestDatabase DATABASE = TestDatabase.shared();
    private static final List<String> SECRETS = List.of("a secret that only this test knows!");

    private final OrderRows rows = new OrderRows(DATABASE);
    private final SimulatedPayments payments = new SimulatedPayments(SECRETS);
    private final JwtTokens tokens = new JwtTokens(DATABASE.vertx(), SECRETS, InstantSource.system());
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = serve();
    private String campaign = "";

    @BeforeEach
    void begin_a_sale() {
        get(server.listen(0, "127.0.0.1"));
        campaign = rows.campaign(100);
    }

    @AfterEach
    void the_rows_agree() {
        get(server.close());
        OrderInvariants.check(rows);
    }

    @Test
    void a_shopper_pays_by_posting_what_the_intent_brings() {
        String id = rows.held(campaign, 2, LATER);

        Answer opened = pay(SHOPPER, id, "key-00001");
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.replayed()).isFalse();
        assertThat(opened.json().fieldNames())
                .toIterable()
                .containsExactly("id", "provider", "amountFen", "expiresAt", "client");
        assertThat(opened.json().path("expiresAt"))
                .isEqualTo(show(SHOPPER, id).json().path("payBy"));
        Answer replayed = pay(SHOPPER, id, "key-00001");
        assertThat(replayed.status()).isEqualTo(201);
        assertThat(replayed.replayed()).isTrue();
        assertThat(pay(SHOPPER, id, "key-00002")).isEqualTo(new Answer(200, false, opened.json()));

        String notice = Json.write(opened.json().at("/client/notify"));
        assertThat(tell(notice)).isEqualTo(new Answer(200, false, Json.object()));
        assertThat(tell(notice).status()).isEqualTo(200);

        Answer paid = show(SHOPPER, id);
        assertThat(paid.json().path("state").textValue()).isEqualTo("settled");
        assertThat(paid.json().at("/history/2/from").textValue()).isEqualTo("paid");
        assertThat(pay(SHOPPER, id, "key-00001").replayed()).isTrue();
        assertThat(pay(SHOPPER, id, "key-00002")).isEqualTo(new Answer(200, true, opened.json()));
        assertThat(pay(SHOPPER, id, "key-00003")).satisfies(refused(409, "WRONG_STATE"));
    }

    @Test
    void another_shoppers_order_is_unknown() {
        String id = rows.held(campaign, 1, LATER);

        assertThat(show("mallory", id)).satisfies(refused(404, "UNKNOWN_ORDER"));
        assertThat(pay("mallory", id, "key-00001")).satisfies(refused(404, "UNKNOWN_ORDER"));
    }

    @Test
    void an_order_without_a_row_is_pending_for_a_minute() {
        String fresh = DATABASE.ids().get();
        Instant before = Instant.now().minusSeconds(61);
        String old = TsidFactory.builder()
                .withClock(Clock.fixed(before, ZoneOffset.UTC))
                .build()
                .create()
                .toString();

        assertThat(show(SHOPPER, fresh)).satisfies(refused(409, "ORDER_PENDING"));
        assertThat(pay(SHOPPER, fresh, "key-00001")).satisfies(refused(409, "ORDER_PENDING"));
        for (String unknown : List.of(old, "nonsense", "%00", fresh.toLowerCase(Locale.ROOT))) {
            assertThat(show(SHOPPER, unknown)).satisfies(refused(404, "UNKNOWN_ORDER"));
            assertThat(pay(SHOPPER, unknown, "key-00001")).satisfies(refused(404, "UNKNOWN_ORDER"));
        }
    }

    @Test
    void paying_needs_a_key_and_an_empty_object() {
        String id = rows.held(campaign, 1, LATER);

        assertThat(post(SHOPPER, "/v1/orders/" + id + "/pay", Map.of(), "{}")).satisfies(refused(400, "MALFORMED"));
        assertThat(post(SHOPPER, "/v1/orders/" + id + "/pay", Map.of("Idempotency-Key", "key-00001"), "{\"tip\":1}"))
                .satisfies(refused(400, "INVALID"));
    }

    @Test
    void a_notice_is_checked_word_by_word() {
        String id = rows.held(campaign, 1, LATER);
        String unknown = DATABASE.ids().get();

        assertThat(tell(notice(id, 990, "forged"))).satisfies(refused(401, "UNAUTHENTICATED"));
        assertThat(tell(notice(id, 989, sign(id, 989)))).satisfies(refused(422, "AMOUNT_MISMATCH"));
        assertThat(tell(notice(unknown, 990, sign(unknown, 990)))).satisfies(refused(404, "UNKNOWN_ORDER"));
        assertThat(tell("{}")).satisfies(refused(400, "INVALID"));
        assertThat(tell(notice(id, 990, sign(id, 990)).replace("990", "990.0"))).satisfies(refused(400, "INVALID"));
        assertThat(show(SHOPPER, id).json().path("state").textValue()).isEqualTo("held");
    }

    @Test
    void a_shopper_pages_through_own_orders() {
        String shopper = "pager-" + campaign;
        List<String> made = rows.held(3, campaign, shopper, 1, LATER);
        rows.held(campaign, 1, LATER);

        Answer first = list(shopper, "/v1/orders?limit=2");
        Answer second = list(
                shopper,
                "/v1/orders?limit=2&cursor=" + first.json().path("nextCursor").textValue());

        assertThat(first.json().path("items").findValuesAsText("id")).containsExactly(made.get(2), made.get(1));
        assertThat(second.json().path("items").findValuesAsText("id")).containsExactly(made.get(0));
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(list(shopper, "/v1/orders?cursor=nonsense")).satisfies(refused(400, "INVALID"));
        assertThat(list(shopper, "/v1/orders?limit=101")).satisfies(refused(400, "INVALID"));
    }

    @Test
    void finance_sees_everybodys_orders() {
        String id = rows.held(campaign, "bob", 1, LATER);
        String path = "/admin/v1/orders?state=held&shopperId=bob&campaignId=" + campaign;

        Answer found = send(request(path).header("Authorization", operator(Role.FINANCE)));
        assertThat(found.json().at("/items/0/id").textValue()).isEqualTo(id);
        assertThat(found.json().at("/items/0/shopperId").textValue()).isEqualTo("bob");
        for (Role role : List.of(Role.OPERATOR, Role.REVIEWER, Role.PUSH, Role.AUDITOR)) {
            assertThat(send(request(path).header("Authorization", operator(role))))
                    .satisfies(refused(403, "FORBIDDEN"));
        }
        assertThat(send(request("/admin/v1/orders?state=lost&shopperId=%00")
                        .header("Authorization", operator(Role.FINANCE))))
                .satisfies(refused(400, "INVALID"))
                .satisfies(answer -> assertThat(answer.json().path("errors").findValuesAsText("pointer"))
                        .containsExactlyInAnyOrder("/state", "/shopperId"));
    }

    private HttpServer serve() {
        ProblemHandler problems = new ProblemHandler(new ProblemJson(new Messages(List.of())), failure -> null);
        Api api = new Api(problems, new InFlight(100), () -> false, List.of(), InstantSource.system(), new Random(1));
        PgOrders orders = new PgOrders(DATABASE.pool());
        PgCheckout checkout = new PgCheckout(DATABASE.pool(), DATABASE.ids(), payments);
        PgOrderChanges changes = new PgOrderChanges(DATABASE.pool(), DATABASE.ids());
        JwtGuard guard = new JwtGuard(tokens);
        DirectRoutes requests = api.build(
                DATABASE.vertx(),
                8_192,
                List.of(
                        new OrderRoutes(orders, checkout, payments, guard, InstantSource.system(), Errands.none()),
                        new OrderChangeRoutes(changes, guard, InstantSource.system(), Errands.none()),
                        new OperatorOrderRoutes(orders, changes, guard, Errands.none())));
        return DATABASE.vertx().createHttpServer().requestHandler(requests);
    }

    private record Answer(int status, boolean replayed, ObjectNode json) {}

    private static Consumer<Answer> refused(int status, String code) {
        return answer -> {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().path("code").textValue()).isEqualTo(code);
        };
    }

    private Answer show(String shopper, String id) {
        return list(shopper, "/v1/orders/" + id);
    }

    private Answer list(String shopper, String path) {
        return send(request(path).header("Authorization", shopper(shopper)));
    }

    private Answer pay(String shopper, String id, String key) {
        return post(shopper, "/v1/orders/" + id + "/pay", Map.of("Idempotency-Key", key), "{}");
    }

    private Answer post(String shopper, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = request(path).header("Authorization", shopper(shopper));
        headers.forEach(request::header);
        return send(request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer tell(String notice) {
        return send(request("/v1/payments/simulated/notify")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(notice)));
    }

    private static String notice(String order, long fen, String signature) {
        return Json.write(Json.object()
                .put("orderId", order)
                .put("transactionId", "T1")
                .put("amountFen", fen)
                .put("signature", signature));
    }

    private String sign(String order, long fen) {
        return payments.sign(order, "T1", Money.ofFen(fen));
    }

    private String shopper(String name) {
        return "Bearer " + tokens.sign(Realm.SHOPPER, name, Set.of(), Set.of(), LATER);
    }

    private String operator(Role role) {
        return "Bearer " + tokens.sign(Realm.OPERATIONS, "olga", Set.of(role), Set.of(), LATER);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean replayed =
                    response.headers().firstValue("Idempotency-Replayed").isPresent();
            return new Answer(response.statusCode(), replayed, Json.readOwn(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
