package dev.stampede.boot;

import dev.stampede.cluster.PgNodeLease;
import dev.stampede.http.Api;
import dev.stampede.http.HttpVerticle;
import dev.stampede.http.InFlight;
import dev.stampede.http.InvalidRequestHandler;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.identity.Realm;
import dev.stampede.order.Payments;
import dev.stampede.postgres.PgPools;
import dev.stampede.redis.RedisLink;
import dev.stampede.telemetry.Check;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One running node. */
final class Engine {
    /** A bound for memory: what cannot be answered in time is known by its age. */
    private static final int MOST_IN_FLIGHT = 32_768;

    private static final int NO_PORT = 0;
    private static final long LOOK_EVERY_MS = 25;
    private static final int STOP_LOOKS = 320;
    private static final int FIRST_CONNECTIONS = 10;
    private static final int REHEARSED_REQUESTS = 300;
    private static final long REHEARSAL_SECONDS = 5;

    /** An audit takes several readings, maybe of many campaigns. */
    private static final Duration OPERATIONS_PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Parts parts;
    private final Background background;
    private final InFlight publicInFlight;
    private final int httpPort;
    private final int opsPort;

    private Engine(
            Vertx vertx, Parts parts, Background background, InFlight publicInFlight, int httpPort, int opsPort) {
        this.vertx = vertx;
        this.parts = parts;
        this.background = background;
        this.publicInFlight = publicInFlight;
        this.httpPort = httpPort;
        this.opsPort = opsPort;
    }

    /** Starts a node on migrated stores; completes when it is ready to sell. */
    static Future<Engine> start(Vertx vertx, Settings settings, NodeStores stores) {
        return start(NodePlace.alone(vertx), settings, Kinds.OURS, stores, UnaryOperator.identity());
    }

    /**
     * The same for a node that may have others beside it and knows these kinds, with a bank that a demo or a test brings
     * along.
     */
    static Future<Engine> start(
            NodePlace place, Settings settings, Kinds kinds, NodeStores stores, UnaryOperator<Payments> bank) {
        Vertx vertx = place.vertx();
        Pool pool = PgPools.create(vertx, stores.postgresUrl());
        InstantSource clock = InstantSource.system();
        return reach(pool, FIRST_CONNECTIONS)
                .compose(reached ->
                        PgNodeLease.take(pool, clock, UUID.randomUUID().toString()))
                .map(ids -> new Parts(place, settings, kinds, stores, pool, ids, clock, new SecureRandom(), bank))
                .compose(parts -> start(vertx, parts));
    }

    /** On a busy machine the first connection of a cold JVM takes longer than any later one may. */
    private static Future<?> reach(Pool pool, int tries) {
        return pool.query("SELECT 1")
                .execute()
                .mapEmpty()
                .recover(failure -> tries > 1 ? reach(pool, tries - 1).mapEmpty() : Future.failedFuture(failure));
    }

    /** Of the public server; 0 when this node has none. */
    int httpPort() {
        return httpPort;
    }

    int opsPort() {
        return opsPort;
    }

    Parts parts() {
        return parts;
    }

    /** Takes nothing new, lets what is in flight finish, and closes. Bounded: about ten seconds at most. */
    Future<Void> stop() {
        parts.draining.set(true);
        Future<?> sent = parts.webhooks.drain();
        return parts.feed
                .drain()
                .compose(told -> quiet(STOP_LOOKS))
                .compose(quiet -> sent)
                .compose(quiet -> background.undeploy(vertx).otherwiseEmpty())
                .compose(undeployed -> parts.attempts.step().otherwiseEmpty())
                .compose(counted -> parts.ids.close().otherwiseEmpty())
                .onSuccess(closed -> parts.links().forEach(RedisLink::close))
                .compose(closed -> parts.pool.close())
                .compose(closed -> vertx.close());
    }

    private static Future<Engine> start(Vertx vertx, Parts parts) {
        Background background = new Background(parts);
        ProblemJson problemJson = new ProblemJson(new Messages(parts.kinds.names()));
        ProblemHandler problems = new ProblemHandler(problemJson, Failures::translate);
        InvalidRequestHandler invalid = new InvalidRequestHandler(problemJson, parts.clock, parts.random);
        InFlight publicInFlight = new InFlight(MOST_IN_FLIGHT);
        InFlight opsInFlight = new InFlight(MOST_IN_FLIGHT);
        parts.metrics.requestsInFlight("public", publicInFlight::count);
        parts.metrics.requestsInFlight("operations", opsInFlight::count);
        Api publicApi = api(parts, problems, publicInFlight, parts.settings.corsOrigins());
        Api opsApi = api(parts, problems, opsInFlight, List.of()).withPatience(OPERATIONS_PATIENCE);
        PublicServer shoppers = new PublicServer(parts, publicApi);
        OperationsServer operators = new OperationsServer(parts, opsApi, background.told());
        Listener http = parts.settings.http();
        Listener ops = parts.settings.ops();
        return background
                .deploy(vertx)
                .compose(running -> parts.place.does(NodeRole.API)
                        ? listen(
                                vertx,
                                loops(),
                                () -> new HttpVerticle(
                                        http.host(), port(http, -1), publicApi.silence(), shoppers::requests, invalid))
                        : Future.succeededFuture(NO_PORT))
                .compose(httpPort -> listen(
                                vertx,
                                1,
                                () -> new HttpVerticle(
                                        ops.host(),
                                        port(ops, -2),
                                        opsApi.silence(),
                                        loop -> operators.requests(loop, httpPort),
                                        invalid))
                        .compose(opsPort -> ready(vertx, operators)
                                .compose(ready -> rehearse(vertx, parts, httpPort))
                                .map(ready ->
                                        new Engine(vertx, parts, background, publicInFlight, httpPort, opsPort))));
    }

    private static Api api(Parts parts, ProblemHandler problems, InFlight inFlight, List<String> corsOrigins) {
        return new Api(problems, inFlight, parts.draining::get, corsOrigins, parts.clock, parts.traceIds);
    }

    private static int loops() {
        return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    }

    /** 0 is any free port, which several instances share under one negative number. */
    private static int port(Listener listener, int anyPort) {
        return listener.port() == 0 ? anyPort : listener.port();
    }

    private static Future<Integer> listen(Vertx vertx, int instances, Supplier<HttpVerticle> server) {
        List<HttpVerticle> verticles = Stream.generate(server).limit(instances).toList();
        return Future.all(verticles.stream().map(vertx::deployVerticle).toList())
                .map(done -> verticles.get(0).port());
    }

    /** Sends the node requests of its own, so that the first shopper meets no cold path; their answers don't matter. */
    private static Future<?> rehearse(Vertx vertx, Parts parts, int port) {
        if (port == NO_PORT) {
            return Future.succeededFuture();
        }
        HttpClient client = vertx.createHttpClient();
        String token = parts.tokens.sign(Realm.SHOPPER, "rehearsal", Set.of(), Set.of(), Duration.ofMinutes(1));
        Future<?> all = Future.succeededFuture();
        for (int i = 0; i < REHEARSED_REQUESTS; i++) {
            all = all.transform(last -> client.request(
                            HttpMethod.POST, port, loopback(parts), "/v1/campaigns/0000000000000/actions/purchase")
                    .compose(request -> request.putHeader("Authorization", "Bearer " + token)
                            .putHeader("Content-Type", "application/json")
                            .putHeader("Idempotency-Key", "rehearsal")
                            .send("{\"quantity\":1}"))
                    .compose(HttpClientResponse::body));
        }
        return all.timeout(REHEARSAL_SECONDS, TimeUnit.SECONDS)
                .transform(done -> client.close())
                .otherwiseEmpty();
    }

    private static String loopback(Parts parts) {
        String host = parts.settings.http().host();
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }

    private static Future<Void> ready(Vertx vertx, OperationsServer operators) {
        return operators
                .checks()
                .compose(checks -> checks.stream().allMatch(Check::ok)
                        ? Future.succeededFuture()
                        : vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).compose(waited -> ready(vertx, operators)));
    }

    private Future<Void> quiet(int looksLeft) {
        boolean isQuiet = publicInFlight.count() == 0 && parts.feed.isQuiet() && !parts.settler.hasPending();
        return isQuiet || looksLeft == 0
                ? Future.succeededFuture()
                : vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).compose(waited -> quiet(looksLeft - 1));
    }
}
