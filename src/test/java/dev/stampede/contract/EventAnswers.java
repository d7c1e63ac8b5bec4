package dev.stampede.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.contract.ContractClient.Answer;
import dev.stampede.testing.Await;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the event log and the feed answer when all is well. */
final class EventAnswers {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Shop shop;

    EventAnswers(Shop shop) {
        this.shop = shop;
    }

    /** An order's event comes by cursor and by stream, the feed opens, and its contract is served. */
    void see(String orderId) throws TimeoutException {
        long[] cursor = {0};
        Await.until("the event of " + orderId, SOON, () -> isTold(orderId, cursor));
        Answer stream = shop.ask("followEvents")
                .token(shop.operator("push"))
                .header("Last-Event-ID", Long.toString(cursor[0]))
                .expect(200);
        assertThat(stream.response().body()).startsWith("retry: ");
        assertThat(Contract.parse(shop.ask("readFeedContract")
                                .expect(200)
                                .response()
                                .body())
                        .getJsonObject("servers")
                        .getJsonObject("public")
                        .getString("host"))
                .isEqualTo("127.0.0.1:" + shop.node().httpPort());
        shop.ask("openFeed").refused(426, "MALFORMED");
        WebSocket feed = shop.node()
                .vertx()
                .createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(shop.node().httpPort())
                        .setURI("/v1/feed"))
                .await(10, TimeUnit.SECONDS);
        assertThat(feed.headers().contains("X-Server-Time")).isTrue();
        feed.close();
        shop.client().seen().add("openFeed 101");
    }

    /** Follows the cursor; an empty page brings back where it stood. */
    private boolean isTold(String orderId, long[] cursor) {
        JsonObject page = shop.ask("readEvents")
                .token(shop.operator("push"))
                .query("limit=1000&after=" + cursor[0])
                .expect(200)
                .json();
        cursor[0] = Long.parseLong(page.getString("nextCursor"));
        JsonArray items = page.getJsonArray("items");
        return items.stream()
                .map(item -> ((JsonObject) item).getJsonObject("data").getString("orderId"))
                .anyMatch(orderId::equals);
    }
}
