package dev.stampede.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page with a socket. Whatever it hears must be as the contract says. */
final class FeedClient {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final WebSocket socket;
    private final FeedContract contract;
    private final LinkedBlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final List<Long> openings = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;

    /** Connects with the handlers in place: a hello that comes with the handshake finds them. */
    static Future<FeedClient> connect(WebSocketClient sockets, int port, FeedContract contract) {
        ClientWebSocket socket = sockets.webSocket();
        FeedClient client = new FeedClient(socket, contract);
        return socket.connect(port, "127.0.0.1", "/v1/feed").map(client);
    }

    private FeedClient(WebSocket socket, FeedContract contract) {
        this.socket = socket;
        this.contract = contract;
        socket.textMessageHandler(text -> {
            if (text.contains("\"campaign.opened\"")) {
                openings.add(System.currentTimeMillis());
            }
            heard.add(new JsonObject(text));
        });
        socket.closeHandler(closed -> isClosed = true);
        socket.exceptionHandler(broken -> {});
    }

    /** When it heard that a campaign opened, in epoch ms. */
    List<Long> openings() {
        return openings;
    }

    FeedClient say(JsonObject message) {
        return say(message.encode());
    }

    FeedClient say(String text) {
        socket.writeTextMessage(text);
        return this;
    }

    void sayBytes() {
        socket.writeBinaryMessage(Buffer.buffer("{}"));
    }

    FeedClient subscribe(String... topics) {
        return say(new JsonObject().put("type", "subscribe").put("topics", new JsonArray(List.of(topics))));
    }

    /** Subscribes, and has heard hello and every snapshot. */
    FeedClient join(String... topics) {
        hear("hello");
        subscribe(topics);
        for (String topic : topics) {
            assertThat(topic).isNotEmpty();
            hear("snapshot");
        }
        return this;
    }

    FeedClient unsubscribe(String... topics) {
        return say(new JsonObject().put("type", "unsubscribe").put("topics", new JsonArray(List.of(topics))));
    }

    FeedClient resume(String topic, long lastSeq) {
        return say(new JsonObject().put("type", "resume").put("topic", topic).put("lastSeq", lastSeq));
    }

    FeedClient authenticate(String token) {
        return say(new JsonObject().put("type", "authenticate").put("token", token));
    }

    /** The next message, which must be of that type. */
    JsonObject hear(String type) {
        try {
            JsonObject message = Objects.requireNonNull(
                    heard.poll(SOON.toSeconds(), TimeUnit.SECONDS), () -> "nothing came instead of " + type);
            assertThat(contract.errors(message)).as("%s", message).isEmpty();
            assertThat(message.getString("type")).as("%s", message).isEqualTo(type);
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the answer to a ping and says what came before it. */
    List<JsonObject> hearAll() {
        say("{\"type\":\"ping\",\"clientTime\":4711}");
        List<JsonObject> before = new CopyOnWriteArrayList<>();
        Await.until("pong", SOON, () -> {
            heard.drainTo(before);
            return before.stream().anyMatch(message -> message.getString("type").equals("pong"));
        });
        before.removeIf(message -> message.getString("type").equals("pong"));
        before.forEach(message -> assertThat(contract.errors(message)).isEmpty());
        return before;
    }

    /** Reads nothing any more. */
    FeedClient fallAsleep() {
        socket.pause();
        return this;
    }

    FeedClient wakeUp() {
        socket.resume();
        return this;
    }

    /** How many messages came that nobody asked for yet. */
    int heard() {
        return heard.size();
    }

    void leave() {
        socket.close();
    }

    boolean isClosed() {
        return isClosed;
    }

    boolean hasHeard() {
        return !heard.isEmpty();
    }

    /** Waits until the server has ended it, and tells the code. */
    int closeCode() {
        Await.until("the close", SOON, () -> isClosed);
        return Objects.requireNonNull(socket.closeStatusCode(), "no close code");
    }
}
