package dev.stampede.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.http.Api;
import dev.stampede.http.HttpVerticle;
import dev.stampede.http.InFlight;
import dev.stampede.http.InvalidRequestHandler;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.http.Routes;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryIT {
    private final Vertx vertx = Vertx.vertx();
    private final Metrics metrics = new Metrics();
    private final InFlight inFlight = new InFlight(10);
    private boolean draining;
    private Future<List<Check>> checks = Future.succeededFuture(List.of(new Check("redis", true, "7.0.15")));
    private int port;

    @BeforeEach
    void start() {
        ProblemJson json = new ProblemJson(new Messages(List.of()));
        Api api = new Api(
                new ProblemHandler(json, failure -> null),
                inFlight,
                () -> draining,
                List.of(),
                InstantSource.system(),
                new Random(1));
        List<Routes> routes = List.of(new MetricsRoutes(metrics), new HealthRoutes(() -> checks, () -> draining));
        EventLoopLag lag = new EventLoopLag(System::nanoTime);
        HttpVerticle verticle = new HttpVerticle(
                "127.0.0.1",
                -1,
                api.silence(),
                loop -> {
                    lag.watch(loop);
                    return api.build(loop, 8_192, routes);
                },
                new InvalidRequestHandler(json, InstantSource.system(), new Random(1)));
        metrics.eventLoopLag(lag);
        metrics.requestsInFlight("operations", inFlight::count);
        metrics.unsettledAge(() -> 1.5);
        vertx.deployVerticle(verticle).timeout(10, TimeUnit.SECONDS).await();
        port = verticle.port();
    }

    @AfterEach
    void stop() {
        vertx.close().timeout(10, TimeUnit.SECONDS).await();
    }

    @Test
    void the_figures_have_the_promised_names() {
        metrics.outcome("purchase", "OK");
        metrics.outcome("purchase", "OK");
        metrics.outcome("purchase", "SOLD_OUT");
        metrics.batch(100);
        metrics.commit(Duration.ofMillis(4));
        assertThat(get("/metrics").body().lines())
                .contains(
                        "stampede_outcomes_total{action=\"purchase\",code=\"OK\"} 2.0",
                        "stampede_outcomes_total{action=\"purchase\",code=\"SOLD_OUT\"} 1.0",
                        "stampede_batch_size_bucket{le=\"64.0\"} 0",
                        "stampede_batch_size_bucket{le=\"128.0\"} 1",
                        "stampede_batch_size_sum 100.0",
                        "stampede_commit_seconds_bucket{le=\"0.005\"} 1",
                        "stampede_commit_seconds_count 1",
                        "stampede_unsettled_age_seconds 1.5",
                        "stampede_requests_in_flight{server=\"operations\"} 0.0")
                .anyMatch(line -> line.matches("stampede_event_loop_lag_seconds [0-9.E-]+"));
    }

    @Test
    void a_process_that_answers_lives() {
        draining = true;
        HttpResponse<String> response = get("/health/live");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void a_process_with_all_it_needs_is_ready() {
        HttpResponse<String> response = get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"up\",\"checks\":[{\"name\":\"redis\",\"ok\":true,\"detail\":\"7.0.15\"}]}");
    }

    @Test
    void a_missing_store_is_named() {
        checks = Future.succeededFuture(List.of(new Check("redis", true, ""), new Check("postgres", false, "refused")));
        HttpResponse<String> response = get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Json.readOwn(response.body()).path("code").textValue()).isEqualTo("STORE_DOWN");
        assertThat(Json.readOwn(response.body()).path("checks").textValue())
                .isEqualTo("redis ok; postgres down: refused");
    }

    @Test
    void a_check_that_fails_or_hangs_is_not_ready() {
        checks = Future.failedFuture("no route to host");
        assertThat(get("/health/ready").body()).contains("no route to host");
        checks = Promise.<List<Check>>promise().future();
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void a_draining_process_is_not_ready() {
        draining = true;
        HttpResponse<String> response = get("/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Json.readOwn(response.body()).path("code").textValue()).isEqualTo("DRAINING");
    }

    private HttpResponse<String> get(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
