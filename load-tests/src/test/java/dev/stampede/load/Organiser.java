package dev.stampede.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** Puts a sale on the engine over its operations server. */
final class Organiser {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration OPEN_FOR = Duration.ofHours(1);
    private static final int PAY_WITHIN_SECONDS = 900;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String token;

    Organiser(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** The id of a flash sale of one offer, "item", that is approved and opens then; one unit a shopper. */
    String open(int stock, Instant opensAt) {
        String id = post("/admin/v1/campaigns", sale(stock, opensAt)).path("id").asText();
        move(id, "submit");
        move(id, "approve");
        return id;
    }

    private void move(String id, String step) {
        post("/admin/v1/campaigns/" + id + "/" + step, Answers.object());
    }

    private static ObjectNode sale(int stock, Instant opensAt) {
        ObjectNode sale = Answers.object()
                .put("kind", "flash_sale")
                .put("title", "Load test")
                .put("copy", stock + " units for a crowd")
                .put("opensAt", opensAt.toString())
                .put("closesAt", opensAt.plus(OPEN_FOR).toString())
                .put("payWithinSeconds", PAY_WITHIN_SECONDS)
                .put("perShopperLimit", 1)
                .put("perOrderLimit", 1);
        sale.putArray("offers")
                .addObject()
                .put("sku", "item")
                .put("name", "Item")
                .put("priceFen", 990)
                .put("listPriceFen", 1_990)
                .put("allocation", stock);
        return sale;
    }

    private JsonNode post(String path, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        path + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
            return Answers.read(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("no engine answers at " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + path, e);
        }
    }
}
