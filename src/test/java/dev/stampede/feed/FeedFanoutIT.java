package dev.stampede.feed;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.json.Json;
import dev.stampede.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told to many sockets at once, on a real server. */
class FeedFanoutIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGE = 16 * 1_024;

    private final FeedRig rig = new FeedRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void stock_comes_five_times_a_second_at_most_and_the_newest_last() {
        String id = rig.live("exact");
        FeedClient client = rig.client().join("campaign." + id);
        long before = System.nanoTime();
        for (int left = 100; left > 0; left--) {
            rig.stock(id, 1_000 - left, Map.of("eggs", (long) left, "milk", 3L));
            LockSupport.parkNanos(10_000_000);
        }
        rig.stock(id, 5, Map.of("eggs", 77L));
        List<JsonObject> ticks = new ArrayList<>();
        Await.until("the last one", SOON, () -> {
            ticks.addAll(client.hearAll());
            return !ticks.isEmpty() && left(ticks.get(ticks.size() - 1)) == 1;
        });
        long seconds = Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1;

        assertThat(ticks).allMatch(tick -> tick.getString("event").equals("stock"));
        assertThat(ticks.size()).isBetween(2, (int) (5 * seconds) + 1);
        assertThat(ticks).extracting(FeedFanoutIT::left).isSortedAccordingTo((a, b) -> b - a);
        assertThat(rig.conflated.sum()).isNotNegative();
    }

    @Test
    void a_campaign_shows_as_much_of_its_stock_as_it_says() {
        String bar = rig.live("bar");
        String hidden = rig.live("hidden");
        FeedClient client = rig.client().join("campaign." + bar, "campaign." + hidden);
        rig.stock(hidden, 1, Map.of("eggs", 40L));
        rig.stock(bar, 1, Map.of("eggs", 40L));
        JsonObject tick = client.hear("event");
        assertThat(tick.getString("topic")).isEqualTo("campaign." + bar);
        assertThat(tick.getJsonObject("data").getJsonArray("offers"))
                .isEqualTo(
                        new JsonArray().add(new JsonObject().put("sku", "eggs").put("soldPercent", 60)));
        assertThat(client.hearAll()).isEmpty();
    }

    @Test
    @Tag("long")
    void an_opening_reaches_everybody_once_and_not_early() {
        List<FeedClient> clients = crowd(300, rig.sockets());
        Instant opensAt = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.MILLIS);
        String id = rig.approved(opensAt, "exact");
        clients.forEach(client -> client.subscribe("campaign." + id));
        Await.until("all snapshots", SOON, () -> rig.sent.sum() >= 600);
        assertThat(Instant.now()).as("the machine is too slow for this test").isBefore(opensAt);
        Await.until("the opening", SOON, () -> {
            rig.stock(id, System.nanoTime() >>> 10, Map.of("eggs", System.nanoTime() % 100));
            return rig.tick() > 0;
        });
        Await.until("all heard", SOON, () -> clients.stream()
                .noneMatch(client -> client.openings().isEmpty()));
        rig.tick();
        rig.tell();
        clients.forEach(FeedClient::hearAll);

        assertThat(clients).allSatisfy(client -> assertThat(client.openings())
                .singleElement()
                .satisfies(at -> assertThat(at).isGreaterThanOrEqualTo(opensAt.toEpochMilli())));
    }

    @Test
    void who_never_reads_is_closed_and_nobody_else_notices() {
        String id = rig.live("exact");
        Topic topic = Topic.campaign(id);
        List<FeedClient> readers = crowd(50, rig.sockets());
        WebSocketClient small = rig.vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(1_000).setReceiveBufferSize(8_192));
        List<FeedClient> sleepers = crowd(200, small);
        for (FeedClient client : readers) {
            client.subscribe("campaign." + id);
        }
        sleepers.forEach(client -> client.subscribe("campaign." + id).fallAsleep());
        Await.until("all snapshots", SOON, () -> rig.sent.sum() >= 500);

        long position = 1_000_000;
        byte[] large = large(topic, position);
        for (int i = 0; i < 100; i++) {
            int expected = i + 3;
            get(rig.feed.tell(List.of(new Told(topic, position + i, large)), position + i));
            Await.until("nobody waits for who sleeps", SOON, () -> readers.stream()
                    .allMatch(reader -> reader.heard() >= expected));
        }
        assertThat(readers).noneMatch(FeedClient::isClosed);
        rig.pass(Duration.ofSeconds(6));
        Await.until("the sleepers are closed", Duration.ofSeconds(12), () -> rig.closed("too_slow") == 200);
        Await.until("their places are free", SOON, () -> rig.places.sockets() == 50);
        assertThat(readers).noneMatch(FeedClient::isClosed);
    }

    @Test
    void who_reads_slowly_gets_only_the_newest_stock() {
        String id = rig.live("exact");
        Topic topic = Topic.campaign(id);
        WebSocketClient small =
                rig.vertx.createWebSocketClient(new WebSocketClientOptions().setReceiveBufferSize(8_192));
        FeedClient slow = crowd(1, small).get(0).join("campaign." + id).fallAsleep();
        byte[] large = large(topic, 1);
        int told = 0;
        while (rig.conflated.sum() == 0) {
            get(rig.feed.tell(List.of(new Told(topic, 1_000_000 + told, large)), 1));
            rig.show(topic, tick(topic, told++));
        }
        rig.show(topic, tick(topic, 4_711));
        long conflated = rig.conflated.sum();
        slow.wakeUp();
        List<JsonObject> heard = slow.hearAll();
        assertThat(heard.get(heard.size() - 1).getJsonObject("data").getLong("stockVersion"))
                .isEqualTo(4_711);
        assertThat(conflated).isBetween(1L, 10L);
        assertThat(slow.isClosed()).isFalse();
    }

    private List<FeedClient> crowd(int size, WebSocketClient sockets) {
        List<Future<FeedClient>> connecting = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            connecting.add(rig.connect(sockets));
        }
        return connecting.stream().map(client -> get(client)).toList();
    }

    private static byte[] tick(Topic topic, long version) {
        return ServerMessage.event(
                topic, 1, "stock", new StockTick(topic.id(), "left", version, Map.of("eggs", 1L)).data());
    }

    private static byte[] large(Topic topic, long position) {
        return ServerMessage.snapshot(topic, position, Json.object().put("copy", "x".repeat(LARGE)));
    }

    private static int left(JsonObject tick) {
        return tick.getJsonObject("data").getJsonArray("offers").stream()
                .map(JsonObject.class::cast)
                .filter(offer -> offer.getString("sku").equals("eggs"))
                .findFirst()
                .orElseThrow()
                .getInteger("left");
    }
}
