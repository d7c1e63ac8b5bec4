package dev.stampede.push;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.http.Api;
import dev.stampede.http.HttpVerticle;
import dev.stampede.http.InFlight;
import dev.stampede.http.InvalidRequestHandler;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The event log of a database of its own, served. */
final class LogServer implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    private final String url = database();
    final Pool pool = PgPools.create(vertx, url);
    final BusEventHints hints = new BusEventHints(vertx);
    final PgEventRelay relay = new PgEventRelay(pool, hints::publish);
    final EventRoutes routes;
    final PgWebhookQueue queue = new PgWebhookQueue(pool, TestDatabase.shared().ids());
    final WebhookHosts hosts = new WebhookHosts(List.of("127.0.0.1"));
    final AtomicInteger disabled = new AtomicInteger();

    private final JwtTokens tokens =
            new JwtTokens(vertx, List.of("a secret of the log's tests, and long"), InstantSource.system());
    private final int port;

    LogServer() {
        Await.until("Postgres", Duration.ofSeconds(30), () -> isReached(pool));
        routes = new EventRoutes(new PgEventLog(pool), hints, new JwtGuard(tokens));
        WebhookRoutes webhooks = new WebhookRoutes(
                new PgWebhooks(pool, TestDatabase.shared().ids()),
                hosts,
                new JwtGuard(tokens),
                new Random(11),
                () -> {});
        ProblemJson json = new ProblemJson(new Messages(List.of()));
        ProblemHandler problems = new ProblemHandler(json, failure -> null);
        Random random = new Random(1);
        Api api = new Api(problems, new InFlight(100), () -> false, List.of(), InstantSource.system(), random);
        HttpVerticle server = new HttpVerticle(
                "127.0.0.1",
                0,
                api.silence(),
                loop -> api.build(loop, 8_192, List.of(routes, webhooks)),
                new InvalidRequestHandler(json, InstantSource.system(), random));
        get(vertx.deployVerticle(server));
        port = server.port();
    }

    /** A connection of its own. */
    SqlConnection connection() {
        return get(PgPools.connect(vertx, url));
    }

    /** A node that sends what waits, until its Vert.x is closed. */
    PgWebhookSender sender(WebhookLadder ladder) {
        PgWebhookSender sender = new PgWebhookSender(
                vertx, queue, hosts, ladder, InstantSource.system(), new Random(5), this::count, () -> {});
        vertx.getOrCreateContext().runOnContext(begin -> again(sender));
        return sender;
    }

    /** Relay, spread and send, one after the other and then again, as a node does. */
    private void again(PgWebhookSender sender) {
        relay.step()
                .compose(numbered -> queue.spread())
                .compose(spread -> sender.step())
                .onComplete(done -> vertx.setTimer(10, due -> again(sender)));
    }

    private void count(String outcome) {
        disabled.addAndGet(outcome.equals("disabled") ? 1 : 0);
    }

    /** A request of the push service. */
    HttpRequest.Builder to(String path) {
        String token = tokens.sign(Realm.OPERATIONS, "pusher", Set.of(Role.PUSH), Set.of(), Duration.ofHours(1));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token);
    }

    private static String database() {
        Await.until(
                "Postgres",
                Duration.ofSeconds(30),
                () -> isReached(TestDatabase.shared().pool()));
        return TestDatabase.another();
    }

    /** On a busy machine the first connection takes longer than a later one may. */
    private static boolean isReached(Pool pool) {
        return get(pool.query("SELECT 1").execute().map(true).otherwise(false));
    }

    @Override
    public void close() {
        get(pool.close());
        get(vertx.close());
    }
}
