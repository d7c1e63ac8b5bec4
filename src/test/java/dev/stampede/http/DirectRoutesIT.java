package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What they refuse as the router's routes do stands in {@link AdmissionIT} and {@link OverdueIT}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectRoutesIT {
    private static final String DIRECT = "{\"way\":\"direct\"}";
    private static final String ROUTED = "{\"way\":\"routed\"}";

    private final TestServer server = new TestServer();

    @AfterEach
    void everything_is_answered() {
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
}
