package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on the same stores that share the work. */
class RolesIT {
    private static final String SECRET = "a-secret-for-tests-of-32-characters";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void one_node_sells_and_the_other_one_opens_expires_and_numbers() {
        String database = TestDatabase.another();
        try (LocalNode seller = node("seller", database, EnumSet.of(NodeRole.API));
                LocalNode worker = node("worker", database, EnumSet.complementOf(EnumSet.of(NodeRole.API)))) {
            assertThat(worker.ports().http()).isZero();
            SaleClient client = SaleClient.of(seller.ports(), SECRET);
            String sale = client.open(SaleClient.flashSale(1, 1, 1, ""));
            SaleClient.Answer bought = client.purchase(sale, "ann", "the-key-of-ann", "{\"quantity\":1}");
            assertThat(bought.status()).isEqualTo(201);
            Await.until("the order expires", SOON, () -> client.get("/v1/orders/" + bought.orderId(), "ann")
                    .body()
                    .path("state")
                    .asText()
                    .equals("expired"));
            Await.until(
                    "its unit is sold again",
                    SOON,
                    () -> client.purchase(sale, "bob", "the-key-of-bob", "{\"quantity\":1}")
                                    .status()
                            == 201);
            SaleClient events = SaleClient.of(worker.ports(), SECRET);
            Await.until("the opening is numbered", SOON, () -> events.look("/admin/v1/events?limit=100")
                    .body()
                    .toString()
                    .contains("campaign.opened"));
        }
    }

    @Test
    void a_node_that_is_none_of_the_members_says_so() {
        Map<String, String> environment =
                environment("nobody", TestDatabase.shared().url());
        environment.put("STAMPEDE_CLUSTER", "192.0.2.1:5701");
        environment.put("STAMPEDE_CLUSTER_SECRET", "sixteen-letters!");
        Settings settings = Settings.read(Map.of(), environment);
        Set<NodeRole> all = EnumSet.allOf(NodeRole.class);
        try (LocalNode node = LocalNode.start(settings, all)) {
            throw new AssertionError("it started at " + node.ports());
        } catch (CannotStart e) {
            assertThat(e).hasMessageContaining("STAMPEDE_CLUSTER").hasMessageContaining("5701");
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
        }
    }

    private LocalNode node(String name, String database, Set<NodeRole> roles) {
        return LocalNode.start(Settings.read(Map.of(), environment(name, database)), roles);
    }

    private Map<String, String> environment(String name, String database) {
        Map<String, String> environment = new HashMap<>();
        environment.put("STAMPEDE_REDIS_URL", TestStores.shared().redisUrl());
        environment.put("STAMPEDE_POSTGRES_URL", database);
        environment.put("STAMPEDE_JWT_SECRET", SECRET);
        environment.put("STAMPEDE_DATA_DIR", home.resolve(name).toString());
        environment.put("STAMPEDE_HTTP_PORT", "0");
        environment.put("STAMPEDE_HTTP_HOST", "127.0.0.1");
        environment.put("STAMPEDE_OPS_PORT", "0");
        environment.put("STAMPEDE_SELF_APPROVAL", "true");
        return environment;
    }
}
