package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A campaign whose shoppers buy together, and a formation in it. */
final class FormationAnswers {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Shop shop;
    private final HttpClient client = HttpClient.newHttpClient();

    FormationAnswers(Shop shop) {
        this.shop = shop;
    }

    /** It is shown alone, in the list of its campaign, and to who is in it. */
    void see() {
        String id = campaign();
        String formation = opened(id, "wang");
        JsonObject shown = shop.ask("readFormation").id(formation).expect(200).json();
        assertThat(shown.getString("owner")).isEqualTo("w**");
        assertThat(shown.getInteger("seatsLeft")).isOne();
        assertThat(items(shop.ask("listFormations").id(id))).containsExactly(shown);
        assertThat(items(shop.ask("listFormations").id(id).query("state=formed")))
                .isEmpty();
        JsonObject mine = shop.ask("readCampaignOfMine")
                .id(id)
                .token(shop.shopper("wang"))
                .expect(200)
                .json();
        assertThat(mine.getJsonArray("formations")).containsExactly(shown);
    }

    private static JsonArray items(Ask list) {
        return list.expect(200).json().getJsonArray("items");
    }

    /** The id of a live campaign for two each. */
    private String campaign() {
        JsonObject draft = shop.draft()
                .put("kind", "group_buy")
                .put("rules", new JsonObject().put("teamSize", 2).put("teamSeconds", 3_600));
        int port = shop.node().opsPort();
        String path = "/admin/v1/campaigns";
        String id = post(port, path, shop.operator("operator"), draft, 201).getString("id");
        post(port, path + "/" + id + "/submit", shop.operator("operator"), new JsonObject(), 200);
        post(port, path + "/" + id + "/approve", shop.operator("reviewer"), new JsonObject(), 200);
        return id;
    }

    /** The id of what the shopper has opened. */
    private String opened(String campaign, String shopper) {
        return post(
                        shop.node().httpPort(),
                        "/v1/campaigns/" + campaign + "/actions/open_team",
                        shop.shopper(shopper),
                        new JsonObject().put("sku", "tea"),
                        201)
                .getJsonObject("formation")
                .getString("id");
    }

    private JsonObject post(int port, String path, String token, JsonObject body, int status) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", shop.key())
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        JsonObject[] answer = new JsonObject[1];
        Await.until(path, SOON, () -> {
            HttpResponse<String> response = send(request);
            answer[0] = new JsonObject(response.body());
            boolean isBusy = response.statusCode() == 503;
            assertThat(isBusy || response.statusCode() == status)
                    .as(response.body())
                    .isTrue();
            return !isBusy;
        });
        return answer[0];
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
