package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Ask;
import dev.stampede.testing.Await;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** What the push service is answered about its webhooks when all is well. */
final class WebhookAnswers {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Nobody listens there, so that the first attempt fails at once. */
    private static final String NOWHERE = "http://127.0.0.1:9/hooks";

    private final Shop shop;

    WebhookAnswers(Shop shop) {
        this.shop = shop;
    }

    void see() {
        JsonObject body = new JsonObject().put("url", NOWHERE).put("events", new JsonArray().add("order.held"));
        JsonObject made = ask("createWebhook").body(body).expect(201).json();
        String id = made.getString("id");
        ask("createWebhook").body(body).expect(201);
        JsonObject page = ask("listWebhooks").query("limit=1").expect(200).json();
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo(id);
        String second = ask("listWebhooks")
                .query("cursor=" + page.getString("nextCursor"))
                .expect(200)
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        shop.held(shop.approved(campaign -> campaign), "wendy");
        Await.until("a failed attempt", SOON, () -> !deliveries(id).isEmpty());
        assertThat(deliveries(id).getJsonObject(0).getBoolean("accepted")).isFalse();
        assertThat(ask("readWebhook").id(id).expect(200).json().getString("failingSince"))
                .isNotNull();
        JsonObject rotated = ask("rotateWebhookSecret").id(id).expect(200).json();
        assertThat(rotated.getString("secret")).isNotEqualTo(made.getString("secret"));
        assertThat(rotated.getString("oldSecretUntil")).isNotNull();
        ask("replayWebhook").id(id).body(new JsonObject().put("after", "0")).expect(200);
        ask("enableWebhook").id(id).expect(200);
        ask("deleteWebhook").id(id).expect(204);
        ask("deleteWebhook").id(second).expect(204);
        ask("deleteWebhook").id(id).refused(404, "NOT_FOUND");
        ask("readWebhook").id(id).refused(404, "NOT_FOUND");
    }

    private Ask ask(String operation) {
        return shop.ask(operation).token(shop.operator("push"));
    }

    private JsonArray deliveries(String id) {
        return ask("readWebhookDeliveries")
                .id(id)
                .query("limit=1")
                .expect(200)
                .json()
                .getJsonArray("items");
    }
}
