package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class OverdueIT {
    @Test
    void a_request_that_waits_for_too_long_is_answered_and_its_late_answer_dropped() {
        try (TestServer server = new TestServer()) {
            HttpResponse<String> read = server.get("/v1/held");
            problem(read, 503, "STORE_DOWN");
            assertThat(header(read, "Retry-After")).isEqualTo("1");
            HttpResponse<String> write = server.send(server.to("/v1/held").POST(BodyPublishers.noBody()));
            problem(write, 503, "OUTCOME_UNKNOWN");
            server.awaitInFlight(0);

            server.things.release();

            assertThat(server.get("/v1/time").statusCode()).isEqualTo(200);
        }
    }
}
