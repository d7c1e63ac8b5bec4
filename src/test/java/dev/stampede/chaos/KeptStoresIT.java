package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.chaos.History.Wish;
import dev.stampede.chaos.History.Word;
import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.testing.Await;
import dev.stampede.testing.FaultProxy;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class KeptStoresIT {
    private static final int STOCK = 700;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Longer than any time-out of a statement. */
    private static final Duration FROZEN = Duration.ofSeconds(8);

    @TempDir
    static Path home;

    private static EmbeddedStores stores;

    private Rig rig;
    private FaultProxy proxy;
    private Shop shop;

    @BeforeAll
    static void start() {
        stores = TestStores.fresh(home.resolve("stores"));
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @BeforeEach
    void sell() {
        int port = URI.create(stores.postgresUrl()).getPort();
        rig = new Rig(home, stores.redisUrl(), stores.postgresUrl());
        proxy = new FaultProxy(rig.vertx(), port);
        rig.atEnd(proxy::close);
        shop = rig.node(stores.redisUrl(), stores.postgresUrl().replace(":" + port + "/", ":" + proxy.port() + "/"));
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void a_postgres_killed_in_mid_burst_loses_nothing_and_is_told_within_two_seconds() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 11).awaitOks(200);
        long pid = stores.postgresPid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Await.until("postgres is back", SOON, () -> stores.postgresPid() != pid);
        History history = crowd.finish();
        assertThat(history.unknown()).isPositive();
        assertThat(history.slowest()).isLessThanOrEqualTo(2_500);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void a_redis_killed_in_mid_burst_is_kept_and_loaded_anew() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 15).awaitOks(200);
        long pid = stores.redisPid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Await.until("redis is back", SOON, () -> stores.redisPid() != pid);
        History history = crowd.finish();
        assertThat(history.unknown()).isPositive();
        assertThat(history.slowest()).isLessThanOrEqualTo(2_500);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void a_postgres_that_freezes_for_longer_than_any_time_out_settles_each_batch_once() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 12).awaitOks(200);
        Rig.signal("STOP", stores.postgresPid());
        LockSupport.parkNanos(FROZEN.toNanos());
        Rig.signal("CONT", stores.postgresPid());
        History history = crowd.finish();
        assertThat(history.coded("BUSY")).as("refused by the valve").isPositive();
        assertThat(history.slowest()).isLessThanOrEqualTo(2_500);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void a_connection_that_hangs_in_the_middle_of_settling_settles_each_batch_once() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 13).awaitOks(200);
        proxy.hold();
        LockSupport.parkNanos(FROZEN.toNanos());
        proxy.release();
        History history = crowd.finish();
        assertThat(history.slowest()).isLessThanOrEqualTo(2_500);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void a_settling_connection_that_hangs_alone_is_left_and_settles_nothing_when_it_wakes() {
        String sale = rig.sale(shop, 10, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop);
        proxy.watch("warm-up-key");
        assertThat(crowd.buy("alice", "warm-up-key")).isEqualTo(Word.OK);
        proxy.hangWatched();
        Future<Word> bought = crowd.until(new Wish("bob", "key-while-hanging", 1));
        LockSupport.parkNanos(FROZEN.toNanos());
        proxy.release();
        assertThat(TestDatabase.get(bought)).isEqualTo(Word.OK);
        rig.check(shop, sale, crowd.history(), 10, 2);
    }

    @Test
    void a_commit_whose_answer_is_lost_is_looked_up_and_answered_with_its_order() {
        String sale = rig.sale(shop, 10, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop);
        assertThat(crowd.buy("alice", "warm-up-key")).isEqualTo(Word.OK);
        proxy.cutAfter("cut-me-here", "COMMIT", true);
        assertThat(crowd.buy("bob", "cut-me-here")).isEqualTo(Word.OK);
        assertThat(proxy.hasSprung()).isTrue();
        rig.check(shop, sale, crowd.history(), 10, 2);
    }

    @Test
    void a_commit_that_never_arrives_is_made_again() {
        String sale = rig.sale(shop, 10, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop);
        assertThat(crowd.buy("alice", "warm-up-key")).isEqualTo(Word.OK);
        proxy.cutAfter("cut-me-here", "COMMIT", false);
        assertThat(crowd.buy("bob", "cut-me-here")).isEqualTo(Word.OK);
        assertThat(proxy.hasSprung()).isTrue();
        rig.check(shop, sale, crowd.history(), 10, 2);
    }

    @Test
    void connections_cut_again_and_again_lose_nothing() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 14);
        for (int oks = 100; oks <= 600; oks += 100) {
            crowd.awaitOks(oks);
            proxy.cut();
        }
        rig.check(shop, sale, crowd.finish(), STOCK, 2);
    }
}
