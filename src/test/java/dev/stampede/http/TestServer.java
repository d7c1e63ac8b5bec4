package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/** A real server with two instances on one port, and what is needed to talk to it. */
final class TestServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");
    static final int MAX_IN_FLIGHT = 3;
    static final Duration PATIENCE = Duration.ofSeconds(2);

    final Vertx vertx = Vertx.vertx();
    final ThingRoutes things = new ThingRoutes();
    final InFlight inFlight = new InFlight(MAX_IN_FLIGHT);
    final AtomicBoolean draining = new AtomicBoolean();
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    final int port;

    TestServer(String... corsOrigins) {
        ProblemJson json = new ProblemJson(new Messages(List.of()));
        ProblemHandler problems = new ProblemHandler(
                json, failure -> failure instanceof IOException ? Problem.of(503, "STORE_DOWN") : null);
        Random random = new Random(1);
        Api api = new Api(problems, inFlight, draining::get, List.of(corsOrigins), () -> NOW, random)
                .withPatience(PATIENCE);
        List<Routes> routes = List.of(things, new TimeRoutes(() -> NOW));
        Queue<HttpVerticle> instances = new ConcurrentLinkedQueue<>();
        vertx.deployVerticle(
                        () -> {
                            HttpVerticle verticle = new HttpVerticle(
                                    "127.0.0.1",
                                    -1,
                                    api.silence(),
                                    loop -> api.build(loop, 8_192, routes),
                                    new InvalidRequestHandler(json, () -> NOW, random));
                            instances.add(verticle);
                            return verticle;
                        },
                        new DeploymentOptions().setInstances(2))
                .timeout(10, TimeUnit.SECONDS)
                .await();
        List<Integer> ports =
                instances.stream().map(HttpVerticle::port).distinct().toList();
        assertThat(ports).as("the instances share one port").hasSize(1);
        port = ports.get(0);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(to(path));
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    HttpResponse<String> post(String path, byte[] body, String contentType) {
        return send(to(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** What comes back until the server closes the connection. */
    String raw(String bytes) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitInFlight(int count) {
        await(inFlight::count, count);
    }

    void awaitHeld(int count) {
        await(things::held, count);
    }

    private static void await(IntSupplier actual, int expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (actual.getAsInt() != expected && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(actual.getAsInt()).isEqualTo(expected);
    }

    /** The body of a problem, after a look at everything that each problem has. */
    static ObjectNode problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(response, "X-Server-Time")).isEqualTo(Long.toString(NOW.toEpochMilli()));
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        return problem(response.body(), status, code);
    }

    static ObjectNode problem(String body, int status, String code) {
        ObjectNode problem = Json.readOwn(body);
        assertThat(problem.path("code").textValue()).isEqualTo(code);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("type").textValue()).isEqualTo("urn:stampede:problem:" + code);
        assertThat(problem.path("title").textValue()).isNotBlank().isNotEqualTo(code);
        assertThat(problem.path("detail").textValue()).isNotBlank();
        assertThat(problem.path("traceId").textValue()).matches("[0-9a-f]{32}");
        return problem;
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        things.release();
        vertx.close().timeout(10, TimeUnit.SECONDS).await();
    }
}
