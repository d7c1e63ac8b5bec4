package dev.stampede.boot;

import dev.stampede.http.Api;
import dev.stampede.http.InFlight;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.kind.Action;
import dev.stampede.postgres.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/** A whole node in this process that also tells its routes. */
public final class NodeUnderTest implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Engine engine;

    private NodeUnderTest(Settings settings, NodeStores stores) {
        this.engine = await(Engine.start(vertx, settings, stores));
    }

    /**
     * Starts a node on these stores and waits until it is ready to sell.
     *
     * @param secret signs its tokens
     * @param more further settings by their variables' names
     */
    public static NodeUnderTest start(String redisUrl, String postgresUrl, String secret, Map<String, String> more) {
        Map<String, String> flags = new HashMap<>(more);
        flags.put("STAMPEDE_HTTP_PORT", "0");
        flags.put("STAMPEDE_OPS_PORT", "0");
        flags.put("STAMPEDE_HTTP_HOST", "127.0.0.1");
        flags.put("STAMPEDE_REDIS_URL", redisUrl);
        flags.put("STAMPEDE_POSTGRES_URL", postgresUrl);
        flags.put("STAMPEDE_JWT_SECRET", secret);
        flags.put("STAMPEDE_DATA_DIR", "target/unused");
        Migrations.migrate(postgresUrl);
        return new NodeUnderTest(
                Settings.read(flags, Map.of()), new NodeStores(redisUrl, postgresUrl, List.of(secret)));
    }

    /** The names of all kinds. */
    public static List<String> kinds() {
        return Kinds.OURS.names();
    }

    public Vertx vertx() {
        return vertx;
    }

    public int httpPort() {
        return engine.httpPort();
    }

    public int opsPort() {
        return engine.opsPort();
    }

    /** What the public server has, such as <code>GET /v1/orders/{}</code>; the route of the actions once for each action. */
    public Set<String> publicRoutes() {
        return routes(
                loop -> new PublicServer(engine.parts(), api()).requests(loop).router());
    }

    /** The same of the operations server. */
    public Set<String> operationsRoutes() {
        return routes(loop -> new OperationsServer(engine.parts(), api(), id -> Future.succeededFuture(true))
                .requests(loop, 0)
                .router());
    }

    @Override
    public void close() {
        await(engine.stop());
    }

    private Api api() {
        Parts parts = engine.parts();
        ProblemHandler problems =
                new ProblemHandler(new ProblemJson(new Messages(Kinds.OURS.names())), Failures::translate);
        return new Api(problems, new InFlight(1), () -> false, List.of(), parts.clock, parts.random);
    }

    /** Mounts another router as the servers do, on an event loop, and reads what it has. */
    private Set<String> routes(Function<Vertx, Router> make) {
        Future<Router> made = Future.future(promise -> vertx.runOnContext(go -> promise.complete(make.apply(vertx))));
        Set<String> routes = new TreeSet<>();
        await(made).getRoutes().stream()
                .filter(route -> route.getPath() != null)
                .forEach(route -> methods(route).forEach(method -> paths(route.getPath())
                        .forEach(path -> routes.add(method + " " + path.replaceAll(":[A-Za-z0-9_]+", "{}")))));
        return routes;
    }

    private static Set<HttpMethod> methods(Route route) {
        if (route.methods() == null || route.methods().isEmpty()) {
            throw new AssertionError("a route for any method: " + route.getPath());
        }
        return route.methods();
    }

    private static List<String> paths(String path) {
        Stream<String> actions = Kinds.OURS.all().stream()
                .flatMap(kind -> kind.actions().stream())
                .map(Action::name);
        return path.contains(":action")
                ? actions.map(action -> path.replace(":action", action)).toList()
                : List.of(path);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + LIMIT_SECONDS + " s", e);
        }
    }
}
