package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts campaigns on the engine over its operations server, and reads what became of them. Its calls wait for their answers. */
final class Organiser {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final URI operations;
    private final String token;

    /** @param token of an operator, reviewer, finance and auditor */
    Organiser(URI server, URI operations, String token) {
        this.server = server;
        this.operations = operations;
        this.token = token;
    }

    String token() {
        return token;
    }

    /** The id of the campaign, made, submitted and approved. */
    String open(ObjectNode campaign) {
        String id = post("/admin/v1/campaigns", campaign).path("id").asText();
        post("/admin/v1/campaigns/" + id + "/submit", Json.object());
        post("/admin/v1/campaigns/" + id + "/approve", Json.object());
        return id;
    }

    /** All orders of a campaign. */
    List<JsonNode> orders(String campaignId) {
        List<JsonNode> orders = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(operations, "/admin/v1/orders?limit=100&campaignId=" + campaignId + cursor, token);
            page.path("items").forEach(orders::add);
            String next = page.path("nextCursor").asText("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return orders;
    }

    JsonNode audit() {
        return get(operations, "/admin/v1/audit", token);
    }

    /** What everybody may see of a team or a chain. */
    JsonNode formation(String id) {
        return get(server, "/v1/formations/" + id, "");
    }

    /** A buyer's newest orders. */
    JsonNode ordersOf(Shopper buyer) {
        return get(server, "/v1/orders?limit=100", buyer.token());
    }

    private JsonNode post(String path, ObjectNode body) {
        return send(request(operations, path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private JsonNode get(URI base, String path, String bearer) {
        return send(request(base, path, bearer).build());
    }

    private static HttpRequest.Builder request(URI base, String path, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_WITHIN);
        return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        request.uri() + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
            return Json.read(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("no engine answers at " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + request.uri(), e);
        }
    }
}
