package dev.stampede.http;

import static dev.stampede.http.TestServer.header;
import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverdueIT {
    @ParameterizedTest
    @ValueSource(strings = {"/v1/held", "/v1/swift/held"})
    void a_request_that_waits_for_too_long_is_answered_and_its_late_answer_dropped(String path) {
        try (TestServer server = new TestServer()) {
            HttpResponse<String> read = server.get(path);
            problem(read, 503, "STORE_DOWN");
            assertThat(header(read, "Retry-After")).isEqualTo("1");
            HttpResponse<String> write = server.post(path, "{}");
            problem(write, 503, "OUTCOME_UNKNOWN");
            server.awaitInFlight(0);

            server.things.release();

            assertThat(server.get("/v1/time").statusCode()).isEqualTo(200);
            assertThat(server.get("/v1/swift").body()).isEqualTo(ThingRoutes.DIRECT.toString());
        }
    }
}
