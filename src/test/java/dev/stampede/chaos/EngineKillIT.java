package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestStores;
import java.nio.file.Path;
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
            engine.kill();
        }
    }
}
