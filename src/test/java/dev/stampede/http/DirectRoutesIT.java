package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectRoutesIT {
    private static final String DIRECT = "{\"way\":\"direct\"}";
    private static final String ROUTED = "{\"way\":\"routed\"}";

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

    @Test
    void a_usual_request_is_answered_before_the_router_with_the_headers_of_every_answer() {
        HttpResponse<String> read = server.get("/v1/swift");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(DIRECT);
        assertThat(header(read, "X-Server-Time")).isEqualTo(Long.toString(TestServer.NOW.toEpochMilli()));
        assertThat(header(read, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(read, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(read, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(read, "Content-Type")).isEqualTo("application/json");

        HttpResponse<String> written = server.post("/v1/swift", "{}");
        assertThat(written.statusCode()).isEqualTo(201);
        assertThat(written.body()).isEqualTo(DIRECT);
    }

    /** Whatever the router would look at twice is the router's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 0\r\n\r\n",
                "\r\n"
            })
    void an_unusual_request_is_the_routers(String rest) {
        String answer = server.raw("POST /v1/swift HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + rest);
        assertThat(answer).startsWith("HTTP/1.1 201 ").endsWith(ROUTED);
    }

    @Test
    void what_the_router_refuses_is_not_taken() {
        problem(server.post("/v1/swift", "{}".getBytes(StandardCharsets.UTF_8), "text/plain"), 415, "MALFORMED");
        problem(server.post("/v1/swift", " ".repeat(8_193)), 413, "MALFORMED");
        assertThat(server.post("/v1/swift", " ".repeat(8_192)).body()).isEqualTo(DIRECT);
    }

    @Test
    void a_page_of_another_origin_is_the_routers_where_such_pages_may_call() {
        String request =
                "GET /v1/swift HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://shop.example\r\n\r\n";
        assertThat(server.raw(request)).endsWith(DIRECT);
        try (TestServer open = new TestServer("https://shop.example")) {
            assertThat(open.raw(request))
                    .endsWith(ROUTED)
                    .containsIgnoringCase("Access-Control-Allow-Origin: https://shop.example");
        }
    }

    @Test
    void a_failure_means_what_it_means_behind_the_router() {
        problem(server.get("/v1/swift/outage"), 503, "STORE_DOWN");
        problem(server.get("/v1/swift/bug"), 500, "INTERNAL");
    }

    @Test
    void the_first_answer_counts() {
        HttpResponse<String> answer = server.get("/v1/swift/twice");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(DIRECT);
        server.awaitInFlight(0);
    }

    @Test
    void a_draining_server_refuses_these_too() {
        server.draining.set(true);
        problem(server.get("/v1/swift"), 503, "DRAINING");
    }

    @Test
    void they_count_as_in_flight_and_are_shed_when_there_are_too_many() {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < TestServer.MAX_IN_FLIGHT; i++) {
            waiting.add(server.client.sendAsync(server.to("/v1/swift/held").build(), BodyHandlers.ofString()));
        }
        server.awaitInFlight(TestServer.MAX_IN_FLIGHT);
        problem(server.get("/v1/swift"), 503, "BUSY");
        server.awaitHeld(TestServer.MAX_IN_FLIGHT);
        server.things.release();
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().body()).isEqualTo(DIRECT));
    }

    @Test
    void one_that_waits_for_too_long_is_answered_and_its_late_answer_dropped() {
        problem(server.get("/v1/swift/held"), 503, "STORE_DOWN");
        problem(
                server.send(server.to("/v1/swift/held")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))),
                503,
                "OUTCOME_UNKNOWN");
        server.awaitInFlight(0);
        server.things.release();
        assertThat(server.get("/v1/swift").body()).isEqualTo(DIRECT);
    }

    @Test
    void a_body_that_is_broken_off_is_not_counted_any_more() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            String request = "POST /v1/swift HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            server.awaitInFlight(1);
        }
        server.awaitInFlight(0);
    }
}
