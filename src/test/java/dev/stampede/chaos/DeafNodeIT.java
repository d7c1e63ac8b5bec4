package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.cluster.Cluster;
import dev.stampede.cluster.Membership;
import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process beside two members of whom it never hears a word. */
@Tag("long")
class DeafNodeIT {
    private static final String SECRET = "a-secret-of-the-three-nodes";
    private static final Duration NOTICED = Duration.ofSeconds(90);

    private final List<Integer> ports = Stream.generate(() -> ThreeNodes.freePorts("127.0.0.1"))
            .distinct()
            .limit(3)
            .toList();
    private final List<String> members =
            ports.stream().map(port -> "127.0.0.1:" + port).toList();

    @TempDir
    Path home;

    @Test
    void a_node_that_stays_deaf_is_not_ready_and_ends_with_4() {
        EmbeddedStores stores = TestStores.fresh(home.resolve("stores"));
        try (NodeJvm node = node(stores)) {
            node.awaitReady();
            List<Cluster> silent = Stream.of(1, 2).map(this::silent).toList();
            Await.until("it is not ready", NOTICED, () -> node.health().contains("bus down: deaf, hears 0 of 2"));
            assertThat(node.health()).startsWith("503");
            assertThat(node.awaitEnd(NOTICED)).isEqualTo(4);
            get(Future.join(
                    silent.stream().map(member -> member.vertx().close()).toList()));
        } finally {
            stores.close();
        }
    }

    private Cluster silent(int member) {
        Membership place = Membership.find(members, ports.get(member), SECRET).orElseThrow();
        return get(Cluster.join(new VertxOptions(), place));
    }

    private NodeJvm node(EmbeddedStores stores) {
        return new NodeJvm(
                home.resolve("node"),
                Rig.freePort(),
                Rig.freePort(),
                List.of(),
                Map.of(
                        "STAMPEDE_REDIS_URL",
                        stores.redisUrl(),
                        "STAMPEDE_POSTGRES_URL",
                        stores.postgresUrl(),
                        "STAMPEDE_CLUSTER",
                        String.join(",", members),
                        "STAMPEDE_CLUSTER_PORT",
                        Integer.toString(ports.get(0)),
                        "STAMPEDE_CLUSTER_SECRET",
                        SECRET));
    }
}
