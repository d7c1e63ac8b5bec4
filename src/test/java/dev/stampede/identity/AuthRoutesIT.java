package dev.stampede.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Api;
import dev.stampede.http.Exchange;
import dev.stampede.http.HttpVerticle;
import dev.stampede.http.InFlight;
import dev.stampede.http.InvalidRequestHandler;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.http.Routes;
import dev.stampede.json.Json;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthRoutesIT {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.999Z");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JwtTokens tokens = new JwtTokens(vertx, List.of("0123456789abcdef0123456789abcdef"), () -> NOW);
    private final int open = serve(true);
    private final int closed = serve(false);

    @AfterAll
    void stop() {
        vertx.close().timeout(10, TimeUnit.SECONDS).await();
    }

    @Test
    void a_name_becomes_a_shopper_for_a_day() {
        HttpResponse<String> response = login(open, "{\"name\":\"ann\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        ObjectNode answer = Json.readOwn(response.body());
        assertThat(answer.path("expiresAt").textValue()).isEqualTo("2026-11-22T12:00:00.000Z");
        Caller caller =
                tokens.verify(Realm.SHOPPER, answer.path("token").textValue()).result();
        assertThat(caller.subject()).isEqualTo(answer.path("shopperId").textValue());
        assertThat(caller.expiresAt()).isEqualTo("2026-11-22T12:00:00Z");
    }

    @Test
    void the_same_name_is_the_same_shopper_for_ever() {
        assertThat(AuthRoutes.shopperId("ann"))
                .matches("[0-9A-HJKMNP-TV-Z]{13}")
                .isEqualTo(AuthRoutes.shopperId("ann"))
                .isEqualTo("4K4AY1NYMPG1E")
                .isNotEqualTo(AuthRoutes.shopperId("Ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":\"a b\"}", "{\"name\":7}", "{\"name\":\"a\",\"x\":1}"})
    void another_name_is_invalid(String body) {
        assertProblem(login(open, body), 400, "INVALID");
    }

    @Test
    void a_login_that_is_off_is_not_there() {
        assertProblem(login(closed, "{\"name\":\"ann\"}"), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "shopper, SHOPPER, , 200",
        "shopper, OPERATIONS, FINANCE, 403",
        "operations, SHOPPER, , 403",
        "operations, OPERATIONS, AUDITOR, 200",
        "operations, OPERATIONS, , 403",
        "finance, OPERATIONS, FINANCE, 200",
        "finance, OPERATIONS, AUDITOR, 403",
    })
    void a_guard_lets_pass_whom_it_should(String path, Realm realm, @Nullable Role role, int status) {
        Set<Role> roles = role == null ? Set.of() : Set.of(role);
        String token = tokens.sign(realm, "ann", roles, Set.of(), Duration.ofHours(1));
        HttpResponse<String> response = send(request(open, "/" + path).header("Authorization", "Bearer " + token));
        if (status == 200) {
            assertThat(response.body()).isEqualTo("{\"subject\":\"ann\"}");
        } else {
            assertProblem(response, status, "FORBIDDEN");
        }
    }

    @Test
    void a_guard_wants_a_token() {
        assertProblem(send(request(open, "/shopper")), 401, "UNAUTHENTICATED");
        assertProblem(send(request(open, "/shopper").header("Authorization", "Basic abc")), 401, "UNAUTHENTICATED");
        assertProblem(send(request(open, "/shopper").header("Authorization", "Bearer abc")), 401, "UNAUTHENTICATED");
    }

    private int serve(boolean enabled) {
        ProblemJson json = new ProblemJson(new Messages(List.of()));
        ProblemHandler problems = new ProblemHandler(json, failure -> null);
        Api api = new Api(problems, new InFlight(100), () -> false, List.of(), () -> NOW, new Random(1));
        JwtGuard guard = new JwtGuard(tokens);
        Routes guarded = router -> {
            router.get("/shopper").handler(guard.shopper());
            router.get("/operations").handler(guard.operations());
            router.get("/finance").handler(guard.operations(Role.FINANCE, Role.OPERATOR));
            router.get()
                    .handler(context -> Exchange.answer(
                            context,
                            200,
                            Json.object()
                                    .put("subject", JwtGuard.caller(context).subject())));
        };
        List<Routes> routes = List.of(new AuthRoutes(tokens, () -> NOW, enabled), guarded);
        HttpVerticle verticle = new HttpVerticle(
                "127.0.0.1",
                enabled ? -1 : -2,
                api.silence(),
                loop -> api.build(loop, 8_192, routes),
                new InvalidRequestHandler(json, () -> NOW, new Random(1)));
        vertx.deployVerticle(verticle).timeout(10, TimeUnit.SECONDS).await();
        return verticle.port();
    }

    private HttpResponse<String> login(int port, String body) {
        return send(request(port, "/v1/auth/demo")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Json.readOwn(response.body()).path("code").textValue()).isEqualTo(code);
    }
}
