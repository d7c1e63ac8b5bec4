package dev.stampede.http;

import static dev.stampede.http.TestServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vert.x throws when another thread than the event loop writes an answer; here the thread of the test gives each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnLoopIT {
    private final TestServer server = new TestServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/held", "/v1/swift/held"})
    void what_another_thread_answers_arrives(String path) {
        CompletableFuture<HttpResponse<String>> waiting = held(path);
        server.things.release();
        assertThat(waiting.join().statusCode()).isEqualTo(200);
        server.awaitInFlight(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/held", "/v1/swift/held"})
    void what_another_thread_refuses_arrives(String path) {
        CompletableFuture<HttpResponse<String>> waiting = held(path);
        server.things.refuse();
        problem(waiting.join(), 409, "WRONG_STATE");
        server.awaitInFlight(0);
    }

    private CompletableFuture<HttpResponse<String>> held(String path) {
        CompletableFuture<HttpResponse<String>> waiting =
                server.client.sendAsync(server.to(path).build(), BodyHandlers.ofString());
        server.awaitHeld(1);
        return waiting;
    }
}
