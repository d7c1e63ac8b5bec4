package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class EngineKillIT {
    private static final int STOCK = 900;

    @TempDir
    Path home;

    @Test
    void an_engine_killed_in_mid_burst_and_started_again_keeps_every_201_and_sells_on() {
        TestStores.shared();
        Trees.link(TestStores.binaries(), home.resolve("bin"));
        int http = Rig.freePort();
        int ops = Rig.freePort();
        EngineJvm engine = EngineJvm.start(home, http, ops);
        try (Rig first = new Rig(home, engine.told("redisUrl"), engine.told("postgresUrl"))) {
            Shop shop = first.shop(http, ops);
            String sale = first.sale(shop, STOCK, 2, 900);
            Crowd crowd = new Crowd(first.vertx(), sale, shop).start(500, 2, 48, 1);
            crowd.awaitOks(300);
            engine.kill();
            engine = EngineJvm.start(home, http, ops);
            History history = crowd.finish();
            assertThat(history.unknown())
                    .as("purchases that the kill left open")
                    .isPositive();
            try (Rig second = new Rig(home, engine.told("redisUrl"), engine.told("postgresUrl"))) {
                second.check(shop, sale, history, STOCK, 2);
            }
        } finally {
            engine.close();
        }
    }

    @Test
    void what_shoppers_do_together_survives_an_engine_that_is_killed() {
        TestStores.shared();
        Trees.link(TestStores.binaries(), home.resolve("bin"));
        int http = Rig.freePort();
        int ops = Rig.freePort();
        List<EngineJvm> engines = new ArrayList<>(List.of(EngineJvm.start(home, http, ops)));
        try (Rig first = rig(engines)) {
            Shop shop = first.shop(http, ops);
            Fellows teams = Fellows.of(first, shop, "group_buy", 200, "{\"teamSize\":5,\"teamSeconds\":600}");
            Fellows chains = Fellows.of(first, shop, "bargain", 20, "{\"helpers\":5,\"floorFen\":700}");
            FormationFaultIT.together(teams, chains, () -> {
                engines.get(0).kill();
                engines.add(EngineJvm.start(home, http, ops));
            });
            try (Rig second = rig(engines)) {
                new Fellows(second, shop, teams.campaign()).check();
                new Fellows(second, shop, chains.campaign()).check();
            }
        } finally {
            engines.forEach(EngineJvm::close);
        }
    }

    private Rig rig(List<EngineJvm> engines) {
        EngineJvm running = engines.get(engines.size() - 1);
        return new Rig(home, running.told("redisUrl"), running.told("postgresUrl"));
    }
}
