package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A page with a socket to one node that follows one campaign. */
final class Page {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private final WebSocketClient client;
    private final WebSocket socket;
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;

    /** Connects to a node and subscribes; returns when the snapshot is there. */
    Page(Vertx vertx, int port, String campaign) {
        this(vertx, port);
        say(new JsonObject().put("type", "subscribe").put("topics", new JsonArray().add("campaign." + campaign)));
        awaitOne("snapshot", "type", "snapshot");
    }

    /** Connects to a node and wants what happened behind a position that another one told. */
    static Page resumed(Vertx vertx, int port, String campaign, long lastSeq) {
        Page page = new Page(vertx, port);
        page.say(new JsonObject()
                .put("type", "resume")
                .put("topic", "campaign." + campaign)
                .put("lastSeq", lastSeq));
        return page;
    }

    private Page(Vertx vertx, int port) {
        this.client = vertx.createWebSocketClient();
        this.socket = get(client.connect(port, "127.0.0.1", "/v1/feed"));
        socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
        socket.closeHandler(closed -> isClosed = true);
        socket.exceptionHandler(broken -> {});
    }

    private void say(JsonObject message) {
        get(socket.writeTextMessage(message.encode()));
    }

    /** Returns the first message whose member is that word, when it has come. */
    JsonObject awaitOne(String what, String member, String word) {
        Await.until(what + " at a page, which heard " + heard, SOON, () -> count(member, word) > 0);
        return heard.stream()
                .filter(message -> word.equals(message.getString(member)))
                .findFirst()
                .orElseThrow();
    }

    /** Whether it hears a message whose member is that word, within so long. */
    boolean hears(String member, String word, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        while (count(member, word) == 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return count(member, word) > 0;
    }

    /** How many messages it heard whose member is that word. */
    long count(String member, String word) {
        return heard.stream()
                .filter(message -> word.equals(message.getString(member)))
                .count();
    }

    boolean isClosed() {
        return isClosed;
    }

    void close() {
        client.close();
    }
}
