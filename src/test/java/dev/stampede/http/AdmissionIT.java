package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionIT {
    private final TestServer server = new TestServer();

    @AfterEach
    void everything_is_answered() {
        server.draining.set(false);
        server.things.release();
        server.awaitInFlight(0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/time", "/v1/swift"})
    void a_draining_server_answers_only_about_its_health(String path) {
        server.draining.set(true);
        HttpResponse<String> response = server.get(path);
        problem(response, 503, "DRAINING");
        assertThat(header(response, "Retry-After")).isEqualTo("1");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void a_path_by_way_of_health_is_shed_like_any_other() {
        server.draining.set(true);
        String answer = server.raw("GET /health/../v1/time HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 503 ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"/v1/held, /v1/time, {}", "/v1/swift/held, /v1/swift, {'way':'direct'}"})
    void too_many_requests_at_once_are_shed_and_the_rest_is_answered(String held, String shedPath, String body) {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < TestServer.MAX_IN_FLIGHT; i++) {
            waiting.add(server.client.sendAsync(server.to(held).build(), BodyHandlers.ofString()));
        }
        server.awaitInFlight(TestServer.MAX_IN_FLIGHT);
        HttpResponse<String> shed = server.get(shedPath);
        problem(shed, 503, "BUSY");
        assertThat(header(shed, "Retry-After")).isEqualTo("1");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        server.awaitHeld(TestServer.MAX_IN_FLIGHT);
        server.things.release();
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200))
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(body.replace('\'', '"')));
    }

    @Test
    void a_client_that_leaves_is_not_counted_any_more() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            String request = "GET /v1/held HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            server.awaitInFlight(1);
        }
        server.awaitInFlight(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/things", "/v1/swift"})
    void a_body_that_is_broken_off_is_not_counted_any_more(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            String request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            server.awaitInFlight(1);
        }
        server.awaitInFlight(0);
    }

    @Test
    void a_long_connection_that_has_left_is_not_counted() {
        WebSocketClient client = server.vertx.createWebSocketClient();
        client.connect(server.port, "127.0.0.1", "/v1/socket")
                .timeout(10, TimeUnit.SECONDS)
                .await();
        server.awaitInFlight(0);
        client.close().timeout(10, TimeUnit.SECONDS).await();
    }
}
