package dev.stampede.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A push service that looks after its webhooks. */
final class WebhookClient {
    private final LogServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    WebhookClient(LogServer server) {
        this.server = server;
    }

    /** A webhook for all events, with its secret. */
    ObjectNode create(String url) {
        return post(201, "", "{\"url\":\"" + url + "\"}");
    }

    ObjectNode post(int status, String path, String body) {
        return answer(
                status,
                server.to("/admin/v1/webhooks" + path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    ObjectNode get(String path) {
        return answer(200, server.to("/admin/v1/webhooks" + path));
    }

    /** Whether the log has an attempt without an answer whose reason holds the word. */
    boolean hasFailed(String word) {
        return TestDatabase.get(server.pool
                                .query("SELECT FROM webhook_delivery WHERE error ILIKE '%" + word + "%' LIMIT 1")
                                .execute())
                        .size()
                > 0;
    }

    private ObjectNode answer(int status, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return Json.readOwn(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
