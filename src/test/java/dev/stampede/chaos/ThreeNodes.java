package dev.stampede.chaos;

import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestStores;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A cluster of three processes on one pair of stores, and the network between them. */
final class ThreeNodes implements AutoCloseable {
    private static final int COUNT = 3;
    private static final int TO_THE_BUS = 100;
    private static final Duration JOINED = Duration.ofSeconds(90);

    private final Vertx vertx = Vertx.vertx();
    private final SplitProxy network = new SplitProxy(vertx);
    private final List<NodeJvm> nodes = new ArrayList<>();
    private final List<Shop> shops = new ArrayList<>();
    private final EmbeddedStores stores;
    private final Rig rig;

    /** Starts all of them at once, and returns when each hears both others. */
    ThreeNodes(Path home) {
        this.stores = TestStores.fresh(home.resolve("stores"));
        this.rig = new Rig(home, stores.redisUrl(), stores.postgresUrl());
        List<Integer> ports = new ArrayList<>();
        List<Integer> doors = new ArrayList<>();
        for (int node = 0; node < COUNT; node++) {
            ports.add(freePorts(address(node)));
            doors.add(network.leadTo(vertx, address(node), ports.get(node)));
        }
        for (int node = 0; node < COUNT; node++) {
            nodes.add(begin(home, node, ports.get(node), doors));
        }
        nodes.forEach(NodeJvm::awaitReady);
        nodes.forEach(node -> shops.add(rig.shop(node.http(), node.ops())));
        awaitJoined();
    }

    Rig rig() {
        return rig;
    }

    NodeJvm node(int index) {
        return nodes.get(index);
    }

    Shop shop(int index) {
        return shops.get(index);
    }

    /** All three, to be asked in turn. */
    Shop[] shops() {
        return shops.toArray(Shop[]::new);
    }

    /** A page that follows a campaign at a node. */
    Page page(int index, String campaign) {
        return new Page(vertx, nodes.get(index).http(), campaign);
    }

    /** Keeps a node from the two others, and returns when all have noticed. */
    void split(int alone) {
        network.split(Set.of(address(alone)));
        for (int node = 0; node < COUNT; node++) {
            awaitHealth(node, node == alone ? "hears 0 of 0 others" : "hears 1 of 1 others");
        }
    }

    /** Brings them together again, and returns when each hears both others. */
    void heal() {
        network.heal();
        awaitJoined();
    }

    /** Returns when each is ready and hears both others. */
    void awaitJoined() {
        for (int node = 0; node < COUNT; node++) {
            awaitHealth(node, "hears 2 of 2 others");
        }
    }

    /** Returns when that node is ready and says so much of the bus. */
    void awaitHealth(int node, String bus) {
        String[] seen = {""};
        Await.until("node " + node + " says " + bus, JOINED, () -> {
            seen[0] = health(node);
            return seen[0].startsWith("200") && seen[0].contains("\"detail\":\"" + bus);
        });
    }

    /** Status and body of a node's readiness. */
    String health(int node) {
        return nodes.get(node).health();
    }

    @Override
    public void close() {
        nodes.forEach(NodeJvm::close);
        rig.close();
        stores.close();
        vertx.close().await();
    }

    private static String address(int node) {
        return "127.0.0." + (11 + node);
    }

    private NodeJvm begin(Path home, int node, int port, List<Integer> doors) {
        List<String> members = new ArrayList<>();
        for (int other = 0; other < COUNT; other++) {
            members.add(other == node ? address(node) + ":" + port : address(other) + ":" + doors.get(other));
        }
        return new NodeJvm(
                home.resolve("node-" + node),
                Rig.freePort(),
                Rig.freePort(),
                List.of("-Dhazelcast.local.publicAddress=" + address(node) + ":" + doors.get(node)),
                Map.of(
                        "STAMPEDE_REDIS_URL",
                        stores.redisUrl(),
                        "STAMPEDE_POSTGRES_URL",
                        stores.postgresUrl(),
                        "STAMPEDE_CLUSTER",
                        String.join(",", members),
                        "STAMPEDE_CLUSTER_PORT",
                        Integer.toString(port),
                        "STAMPEDE_CLUSTER_SECRET",
                        "a-secret-of-the-three-nodes",
                        "STAMPEDE_WEBHOOK_HOSTS",
                        "127.0.0.1"));
    }

    /** A free port whose bus port is free too. */
    static int freePorts(String address) {
        while (true) {
            int port = Rig.freePort();
            if (port + TO_THE_BUS <= 65_535 && isFree(address, port) && isFree(address, port + TO_THE_BUS)) {
                return port;
            }
        }
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getAllByName(address)[0])) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
