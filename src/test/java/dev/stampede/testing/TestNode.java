package dev.stampede.testing;

import dev.stampede.boot.Kinds;
import dev.stampede.boot.LocalNode;
import dev.stampede.boot.Ports;
import dev.stampede.boot.Settings;
import dev.stampede.embedded.EmbeddedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A whole node on stores of its own, in this process: what a test talks to over HTTP. */
public final class TestNode implements AutoCloseable {
    /** Of every test node, so that tests can sign. */
    public static final String SECRET = "a-secret-for-tests-of-32-characters";

    private final EmbeddedStores stores;
    private final LocalNode node;

    private TestNode(EmbeddedStores stores, LocalNode node) {
        this.stores = stores;
        this.node = node;
    }

    /** Starts fresh stores and a node on them. */
    public static TestNode start() {
        EmbeddedStores stores = TestStores.fresh(directory("stores"));
        return new TestNode(stores, node(stores, Kinds.OURS));
    }

    /** The same, with a node that knows no other kinds than these. */
    public static TestNode start(Kinds kinds) {
        EmbeddedStores stores = TestStores.fresh(directory("stores"));
        return new TestNode(stores, node(stores, kinds));
    }

    /** One more node on the stores of this one; the caller closes it. */
    public LocalNode another() {
        return node(stores, Kinds.OURS);
    }

    public EmbeddedStores stores() {
        return stores;
    }

    /** Where its servers listen. */
    public Ports ports() {
        return node.ports();
    }

    /** Where shoppers find it. */
    public int httpPort() {
        return node.ports().http();
    }

    /** A client of this node's servers. */
    public SaleClient client() {
        return new SaleClient(node.ports().http(), node.ports().ops(), SECRET);
    }

    @Override
    public void close() {
        node.close();
        stores.close();
    }

    private static LocalNode node(EmbeddedStores stores, Kinds kinds) {
        Map<String, String> environment = new HashMap<>();
        environment.put("STAMPEDE_REDIS_URL", stores.redisUrl());
        environment.put("STAMPEDE_POSTGRES_URL", stores.postgresUrl());
        environment.put("STAMPEDE_JWT_SECRET", SECRET);
        environment.put("STAMPEDE_DATA_DIR", directory("node").toString());
        environment.put("STAMPEDE_HTTP_PORT", "0");
        environment.put("STAMPEDE_HTTP_HOST", "127.0.0.1");
        environment.put("STAMPEDE_OPS_PORT", "0");
        environment.put("STAMPEDE_DEMO_LOGIN", "true");
        environment.put("STAMPEDE_SELF_APPROVAL", "true");
        environment.put("STAMPEDE_WEBHOOK_HOSTS", "127.0.0.1");
        return LocalNode.start(Settings.read(Map.of(), environment), kinds, UnaryOperator.identity());
    }

    private static Path directory(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "nodes").toAbsolutePath());
            return Files.createTempDirectory(parent, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
