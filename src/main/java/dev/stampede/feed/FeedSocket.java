package dev.stampede.feed;

import dev.stampede.feed.ClientMessage.Authenticate;
import dev.stampede.feed.ClientMessage.Ping;
import dev.stampede.feed.ClientMessage.Resume;
import dev.stampede.feed.ClientMessage.Subscribe;
import dev.stampede.feed.ClientMessage.Unsubscribe;
import dev.stampede.feed.ClientMessage.Wrong;
import dev.stampede.identity.Caller;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What one client says and hears. It lives on its own event loop and is touched by nobody else. */
final class FeedSocket {
    static final int HEARTBEAT_SECONDS = 25;

    private static final int MOST_TOPICS = 64;
    private static final long SILENT_MS = 75_000;
    private static final long BEGINNING = -1;
    private static final int SOONEST_MS = 500;
    private static final int LATEST_MS = 10_000;

    private final ServerWebSocket socket;
    private final LineSocket line;
    private final BusFanout fanout;
    private final Kit kit;
    private final Map<Topic, Subscription> subscriptions = new HashMap<>();
    private final Budget budget;
    private long heardAt;
    private @Nullable Caller caller;

    /** What the sockets of a node share; {@code random} is safe to use from several threads. */
    record Kit(
            PgViews views,
            JwtTokens tokens,
            Places places,
            InstantSource clock,
            RandomGenerator random,
            Figures figures) {}

    /** @param abort ends the connection without a word */
    FeedSocket(ServerWebSocket socket, Runnable abort, BusFanout fanout, Kit kit) {
        this.socket = socket;
        this.line = new LineSocket(socket, abort, kit.clock(), kit.figures());
        this.fanout = fanout;
        this.kit = kit;
        this.heardAt = kit.clock().millis();
        this.budget = new Budget(heardAt);
    }

    /** Takes up the conversation, or ends it at once when this node has no place left for that address. */
    void open(String sessionId, String address) {
        boolean hasPlace = kit.places().enter(address);
        socket.closeHandler(closed -> {
            if (hasPlace) {
                kit.places().leave(address);
            }
            closed();
        });
        if (!hasPlace) {
            line.end(Ending.LIMIT);
            return;
        }
        fanout.enter(this);
        socket.exceptionHandler(broken -> socket.close());
        socket.textMessageHandler(this::hear);
        socket.binaryMessageHandler(bytes -> line.send(ServerMessage.error("MALFORMED")));
        line.send(ServerMessage.hello(sessionId, heardAt, HEARTBEAT_SECONDS));
    }

    /** Tells an event that happened in one of its topics; what its view had in it is not told again. */
    void tell(Told event) {
        Subscription subscription = subscriptions.get(event.topic());
        if (subscription != null && subscription.isNews(event)) {
            line.send(event.message());
        }
    }

    /** Shows the newest stock, unless its view is still on its way. */
    void tick(Topic topic, byte[] message) {
        Subscription subscription = subscriptions.get(topic);
        if (subscription != null && subscription.hasView()) {
            line.show(topic, message);
        }
    }

    /** Once a second: what time has brought about. */
    void beat() {
        long now = kit.clock().millis();
        if (line.ending().isPresent()) {
            forget();
            line.beat();
        } else if (now - heardAt > SILENT_MS) {
            end(Ending.SILENT);
        } else if (caller != null && now >= caller.expiresAt().toEpochMilli()) {
            line.send(ServerMessage.error("UNAUTHENTICATED"));
            end(Ending.UNAUTHENTICATED);
        } else {
            line.beat();
        }
    }

    /** The node stops: each client is told another moment to come back. */
    void drain() {
        line.send(ServerMessage.bye(Ending.RESTART.word(), kit.random().nextInt(SOONEST_MS, LATEST_MS)));
        end(Ending.RESTART);
    }

    private void hear(String text) {
        heardAt = kit.clock().millis();
        ClientMessage message = ClientMessage.read(text);
        if (!budget.spend(cost(message), heardAt)) {
            end(Ending.LIMIT);
        } else if (message instanceof Subscribe subscribe) {
            subscribe.topics().forEach(name -> listen(name, BEGINNING));
        } else if (message instanceof Resume resume) {
            listen(resume.topic(), resume.lastSeq());
        } else if (message instanceof Unsubscribe unsubscribe) {
            unsubscribe.topics().forEach(name -> Topic.read(name, subject()).ifPresent(this::leave));
        } else if (message instanceof Ping ping) {
            line.send(ServerMessage.pong(ping.clientTime(), heardAt));
        } else if (message instanceof Authenticate authenticate) {
            authenticate(authenticate.token());
        } else if (message instanceof Wrong wrong) {
            line.send(ServerMessage.error(wrong.code()));
        }
    }

    private static int cost(ClientMessage message) {
        return message instanceof Subscribe subscribe ? subscribe.topics().size() : 1;
    }

    private String subject() {
        return caller == null ? "" : caller.subject();
    }

    /** Joins a topic: its view first, or the events behind {@code lastSeq}, then whatever happens. */
    private void listen(String name, long lastSeq) {
        Optional<Topic> found = Topic.read(name, subject());
        if (found.isEmpty()) {
            line.send(ServerMessage.error(Topic.unknown(name)));
            return;
        }
        Topic topic = found.get();
        if (topic.sort() == Topic.Sort.ME && caller == null) {
            line.send(ServerMessage.error("UNAUTHENTICATED"));
            return;
        }
        if (subscriptions.size() >= MOST_TOPICS && !subscriptions.containsKey(topic)) {
            end(Ending.LIMIT);
            return;
        }
        Subscription subscription = new Subscription(lastSeq);
        if (subscriptions.put(topic, subscription) == null) {
            kit.places().follow(topic);
        }
        fanout.listen(this, topic);
        kit.views().of(topic, lastSeq).onComplete(view -> fanout.here(() -> join(topic, subscription, view)));
    }

    private void join(Topic topic, Subscription subscription, AsyncResult<Optional<View>> view) {
        if (subscriptions.get(topic) != subscription) {
            return;
        }
        if (view.failed() || view.result().isEmpty()) {
            leave(topic);
            line.send(ServerMessage.error(view.failed() ? "STORE_DOWN" : Topic.unknown(topic.name())));
            return;
        }
        List<byte[]> messages = subscription.begin(view.result().get());
        messages.forEach(line::send);
    }

    private void leave(Topic topic) {
        if (subscriptions.remove(topic) != null) {
            kit.places().unfollow(topic);
        }
        line.forget(topic);
        fanout.leave(this, topic);
    }

    /** What the client says meanwhile waits until its token is known to be good. */
    private void authenticate(String token) {
        socket.pause();
        kit.tokens()
                .verify(Realm.SHOPPER, token)
                .onComplete(verified -> fanout.here(() -> {
                    if (verified.succeeded()) {
                        admit(verified.result());
                    } else {
                        refuse();
                    }
                    socket.resume();
                }));
    }

    private void admit(Caller known) {
        if (line.ending().isPresent()) {
            return;
        }
        if (caller != null && !caller.subject().equals(known.subject())) {
            refuse();
        } else if (caller == null && !kit.places().enterAs(known.subject())) {
            end(Ending.LIMIT);
        } else {
            caller = known;
        }
    }

    private void refuse() {
        line.send(ServerMessage.error("UNAUTHENTICATED"));
        end(Ending.UNAUTHENTICATED);
    }

    private void end(Ending why) {
        line.end(why);
        forget();
    }

    private void forget() {
        subscriptions.keySet().forEach(topic -> {
            fanout.leave(this, topic);
            kit.places().unfollow(topic);
        });
        subscriptions.clear();
    }

    private void closed() {
        forget();
        fanout.leave(this);
        if (caller != null) {
            kit.places().leaveAs(caller.subject());
            caller = null;
        }
        kit.figures().closed().accept(line.ending().map(Ending::word).orElse("client"));
    }
}
