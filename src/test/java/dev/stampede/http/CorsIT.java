package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsIT {
    private static final String SHOP = "https://shop.example";

    private final TestServer server = new TestServer(SHOP, "https://other.example");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_listed_origin_may_ask_and_call() {
        HttpResponse<String> preflight = server.send(server.to("/v1/things")
                .header("Origin", SHOP)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "idempotency-key")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(header(preflight, "Access-Control-Allow-Headers")).contains("Idempotency-Key");
        HttpResponse<String> answer = server.send(server.to("/v1/time").header("Origin", SHOP));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
        assertThat(header(answer, "Access-Control-Expose-Headers"))
                .contains("X-Server-Time", "ETag", "Retry-After", "Idempotency-Replayed");
        assertThat(header(answer, "Vary")).as("shared caches").containsIgnoringCase("origin");
    }

    @Test
    void a_page_of_a_listed_origin_can_read_its_problem() {
        HttpResponse<String> answer = server.send(server.to("/nowhere").header("Origin", SHOP));
        problem(answer, 404, "NOT_FOUND");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(SHOP);
    }

    @Test
    void another_origin_is_refused() {
        HttpResponse<String> answer = server.send(server.to("/v1/time").header("Origin", "https://evil.example"));
        problem(answer, 403, "FORBIDDEN");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void our_own_pages_and_callers_without_an_origin_need_no_permission() {
        String own = "http://127.0.0.1:" + server.port;
        assertThat(server.send(server.to("/v1/time").header("Origin", own)).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/v1/time").statusCode()).isEqualTo(200);
    }

    @Test
    void without_a_list_nobody_is_invited() {
        try (TestServer closed = new TestServer()) {
            HttpResponse<String> answer = closed.send(closed.to("/v1/time").header("Origin", SHOP));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        }
    }
}
