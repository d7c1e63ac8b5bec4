package dev.stampede.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.RedisInventory;
import dev.stampede.testing.Await;
import dev.stampede.testing.FaultProxy;
import dev.stampede.testing.HandTake;
import dev.stampede.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class RedisFaultIT {
    private static final int STOCK = 700;
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration FROZEN = Duration.ofSeconds(8);

    @TempDir
    Path home;

    private String postgres;
    private RedisProcess redis;
    private Rig rig;
    private Shop shop;

    @BeforeEach
    void sell() {
        postgres = TestDatabase.another();
        redis = RedisProcess.start(home);
        rig = new Rig(home, redis.url(), postgres);
        rig.atEnd(redis::close);
        shop = rig.node(redis.url(), postgres);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void a_redis_killed_in_mid_burst_is_loaded_anew_and_sells_on() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 2);
        for (int oks : new int[] {150, 400}) {
            crowd.awaitOks(oks);
            redis.kill();
            redis.start();
        }
        History history = crowd.finish();
        assertThat(history.unknown()).isPositive();
        assertThat(generation(sale))
                .as("loaded at the approval and after each kill")
                .isGreaterThanOrEqualTo(3);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void a_redis_that_stays_away_is_told_within_two_seconds_and_healed_by_itself() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 3).awaitOks(150);
        redis.kill();
        LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
        redis.start();
        History history = crowd.finish();
        assertThat(history.slowest()).isLessThanOrEqualTo(2_500);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void a_redis_that_freezes_is_told_within_two_seconds_and_sells_on_when_it_wakes() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 4).awaitOks(150);
        redis.signal("STOP");
        LockSupport.parkNanos(FROZEN.toNanos());
        redis.signal("CONT");
        History history = crowd.finish();
        assertThat(history.slowest()).isLessThanOrEqualTo(2_500);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void an_older_copy_of_its_data_sells_nothing_twice() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd early = new Crowd(rig.vertx(), sale, shop).start(30, 2, 8, 5);
        early.finish();
        redis.copyData("copy");
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 6).awaitOks(300);
        redis.kill();
        redis.putBack("copy");
        redis.start();
        History history = crowd.finish();
        early.history().orders().values().forEach(history::add);
        rig.check(shop, sale, history, STOCK, 2);
    }

    @Test
    void an_older_copy_that_lacks_only_what_was_given_back_is_not_believed_either() {
        String sale = rig.sale(shop, 20, 2, 2);
        History first = new Crowd(rig.vertx(), sale, shop).start(20, 1, 8, 7).finish();
        assertThat(first.unitsSold()).isEqualTo(20);
        redis.copyData("copy");
        Await.until("all is given back", SOON, () -> left(rig, sale).equals("20"));
        rig.audited(sale);
        redis.kill();
        redis.putBack("copy");
        redis.start();
        History second = new Crowd(rig.vertx(), sale, shop).start(30, 1, 8, 8).finish();
        assertThat(second.unitsSold()).isEqualTo(20);
        rig.audited(sale);
    }

    @Test
    void another_redis_behind_the_same_address_is_not_believed_though_it_has_the_scripts() {
        FaultProxy proxy = new FaultProxy(rig.vertx(), redis.port());
        rig.atEnd(proxy::close);
        Shop behindProxy = rig.node("redis://127.0.0.1:" + proxy.port() + "/0", postgres);
        String sale = rig.sale(behindProxy, 20, 2, 2);
        Crowd first = new Crowd(rig.vertx(), sale, behindProxy).start(20, 1, 8, 10);
        assertThat(first.finish().unitsSold()).isEqualTo(20);
        redis.copyData("copy");
        Await.until("all is given back", SOON, () -> left(rig, sale).equals("20"));
        Trees.copy(home.resolve("copy"), home.resolve("other/data"));
        RedisProcess other = RedisProcess.start(home.resolve("other"));
        rig.atEnd(other::close);
        Rig second = new Rig(home.resolve("second"), other.url(), postgres);
        rig.atEnd(second::close);
        second.redis().load(RedisInventory.scripts());
        second.redis().load(List.of(HandTake.PURCHASE));

        redis.kill();
        proxy.aim(other.port());
        proxy.cut();

        Crowd crowd = new Crowd(rig.vertx(), sale, behindProxy).start(30, 1, 8, 11);
        assertThat(crowd.finish().unitsSold()).isEqualTo(20);
        second.audited(sale);
    }

    @Test
    void a_redis_that_comes_back_empty_is_filled_from_postgres() {
        String sale = rig.sale(shop, STOCK, 2, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 2, 48, 9).awaitOks(200);
        redis.kill();
        redis.forget();
        redis.start();
        History history = crowd.finish();
        rig.check(shop, sale, history, STOCK, 2);
    }

    private static String left(Rig rig, String sale) {
        return rig.redis().run("HGET", Rig.hash(sale), "left:bun");
    }

    private long generation(String sale) {
        return rig.count("SELECT generation FROM campaign_counter WHERE campaign_id = $1::text", sale);
    }
}
