package dev.stampede.boot;

import dev.stampede.cluster.BusWatchdog;
import dev.stampede.cluster.Cluster;
import dev.stampede.cluster.Membership;
import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.order.Payments;
import dev.stampede.postgres.Migrations;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of this process with everything around it: the lock of the data directory, its stores, the schema, and {@code
 * ports.json}. What was begun is taken back in reverse order, also when the start fails half-way.
 */
public final class LocalNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNode.class);
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 17;
    private static final long LOOK_MS = 1_000;
    private static final long JOIN_SECONDS = 45;

    private static final long CLOSE_SECONDS = 6;

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Promise<Void> lost = Promise.promise();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Ports ports = new Ports(0, 0, "", "");

    private LocalNode() {}

    /** Starts a node and waits until it is ready to sell. */
    public static LocalNode start(Settings settings) {
        return start(settings, Kinds.OURS, UnaryOperator.identity());
    }

    /** The same that knows these kinds, with a bank between the node and its provider that a demo or a test brings along. */
    public static LocalNode start(Settings settings, Kinds kinds, UnaryOperator<Payments> bank) {
        LocalNode node = new LocalNode();
        node.begin(settings, given -> alone(), kinds, bank);
        return node;
    }

    /** Starts a node that does these things, in the cluster that the settings name, and waits until it is ready. */
    public static LocalNode start(Settings settings, Set<NodeRole> roles) {
        LocalNode node = new LocalNode();
        node.begin(settings, given -> place(given, roles), Kinds.OURS, UnaryOperator.identity());
        return node;
    }

    /** Where this node can be reached. */
    public Ports ports() {
        return ports;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            while (!undo.isEmpty()) {
                attempt(undo.pop());
            }
        }
    }

    /** Completes when this node can't go on for good: its process should end with {@link ExitCode#GAVE_UP}. */
    public Future<Void> lost() {
        return lost.future();
    }

    private void begin(
            Settings settings, Function<Settings, NodePlace> place, Kinds kinds, UnaryOperator<Payments> bank) {
        try {
            run(settings, place, kinds, bank);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void run(
            Settings settings, Function<Settings, NodePlace> placing, Kinds kinds, UnaryOperator<Payments> bank) {
        DataDirectory directory = DataDirectory.at(settings.dataDirectory());
        undo.push(directory.lock()::close);
        List<String> secrets = directory.jwtSecrets(settings);
        ExternalStores urls = settings.stores().orElseGet(() -> embedded(settings));
        NodePlace place = placing.apply(settings);
        Vertx vertx = place.vertx();
        undo.push(() -> Waiting.of("close the event loops", vertx.close(), CLOSE_SECONDS));
        settings.stores().ifPresent(given -> new StoreGate(vertx, given).admit(settings.allowUnsafeStores()));
        migrate(urls);
        NodeStores stores = new NodeStores(urls.redisUrl(), urls.postgresUrl(), secrets);
        Engine engine = Waiting.of("start the node", Engine.start(place, settings, kinds, stores, bank), START_SECONDS);
        undo.push(() -> Waiting.of("stop the node", engine.stop(), STOP_SECONDS));
        place.watchdog().ifPresent(dog -> dog.lost().onSuccess(lost::tryComplete));
        ports = new Ports(engine.httpPort(), engine.opsPort(), urls.redisUrl(), urls.postgresUrl());
        directory.writePorts(ports);
        undo.push(directory::removePorts);
    }

    private static NodePlace alone() {
        return NodePlace.alone(Vertx.vertx(options()));
    }

    private static NodePlace place(Settings settings, Set<NodeRole> roles) {
        if (settings.cluster().isEmpty()) {
            return new NodePlace(Vertx.vertx(options()), roles, Optional.empty());
        }
        Membership membership = settings.cluster().get().membership();
        Cluster cluster = Waiting.of("join the cluster", Cluster.join(options(), membership), JOIN_SECONDS);
        BusWatchdog dog = new BusWatchdog(cluster, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        // The others listen for it from now on, and its stores may take a while.
        StepVerticle watch = new StepVerticle("bus_watchdog", () -> LOOK_MS, dog::open, dog::step);
        Waiting.of("watch the bus", cluster.vertx().deployVerticle(watch), JOIN_SECONDS);
        return new NodePlace(cluster.vertx(), roles, Optional.of(dog));
    }

    private static VertxOptions options() {
        return new VertxOptions().setPreferNativeTransport(true);
    }

    private ExternalStores embedded(Settings settings) {
        EmbeddedStores stores = OwnStores.start(settings.dataDirectory(), settings.redisServer());
        undo.push(stores::close);
        return new ExternalStores(stores.redisUrl(), stores.postgresUrl());
    }

    /** Brings the schema up to date and says how many migrations that took, or throws {@link CannotStart}. */
    static int migrate(ExternalStores urls) {
        try {
            return Migrations.migrate(urls.postgresUrl());
        } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new CannotStart(ExitCode.GAVE_UP, "cannot bring Postgres to this build's schema: " + why);
        }
    }

    private static void attempt(Runnable undoing) {
        try {
            undoing.run();
        } catch (RuntimeException e) {
            LOG.warn("stopping: {}", e.getMessage());
        }
    }
}
