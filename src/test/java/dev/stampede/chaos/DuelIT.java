package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.chaos.History.Wish;
import dev.stampede.chaos.History.Word;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import dev.stampede.redis.Script;
import dev.stampede.settlement.PgRejection;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettlement;
import dev.stampede.settlement.PgSettling;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.RedisOutbox;
import dev.stampede.settlement.RedisRecovery;
import dev.stampede.settlement.RedisReload;
import dev.stampede.testing.Await;
import dev.stampede.testing.HandTake;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestRedis;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purchase against everything that an operator or a recovery does at the same moment. */
@Tag("long")
class DuelIT {
    private static final int ROUNDS = 200;
    private static final int BUYERS = 4;
    private static final int SPREAD_MS = 12;
    private static final Random RANDOM = new Random(61);

    @TempDir
    static Path home;

    private static final String REDIS = TestStores.shared().redisUrl();
    private static final String POSTGRES = TestDatabase.another();
    private static Rig rig;
    private static Shop shop;

    @BeforeAll
    static void sell() {
        rig = new Rig(home, REDIS, POSTGRES);
        shop = rig.node(REDIS, POSTGRES);
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @Test
    void a_purchase_and_a_pause_come_one_after_the_other() {
        int stock = BUYERS * ROUNDS;
        String sale = rig.sale(shop, stock, 1, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop);
        History history = crowd.history();
        int paused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<Word>> words = buy(crowd, round);
            Rig.operate(shop, "/" + sale + "/pause", Json.object());
            words.forEach(TestDatabase::get);
            Wish late = new Wish("shopper-" + round + "-late", "late-key-" + round, 1);
            Reply refused = get(shop.purchase(sale, late.shopper(), late.key(), 1));
            assertThat(refused.code()).isEqualTo("PAUSED");
            Rig.operate(shop, "/" + sale + "/resume", Json.object());
            paused += history.unitsSold() < BUYERS * (round + 1) ? 1 : 0;
        }
        assertThat(paused).as("rounds that a pause won").isPositive();
        rig.check(shop, sale, history, stock, 1);
    }

    @Test
    void a_purchase_and_the_end_come_one_after_the_other() {
        int beaten = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String sale = rig.sale(shop, BUYERS, 1, 900);
            Crowd crowd = new Crowd(rig.vertx(), sale, shop);
            List<Future<Word>> words = buy(crowd, round);
            Rig.operate(shop, "/" + sale + "/end", Json.object());
            words.forEach(TestDatabase::get);
            Reply refused = get(shop.purchase(sale, "late", "late-key-" + round, 1));
            assertThat(refused.code()).isEqualTo("ENDED");
            History history = crowd.history();
            history.check(shop, BUYERS, 1);
            assertThat(history.coded("ENDED")).isEqualTo(BUYERS - history.unitsSold());
            beaten += history.unitsSold() < BUYERS ? 1 : 0;
            if (round % 50 == 49) {
                rig.check(shop, sale, history, BUYERS, 1);
            }
        }
        assertThat(beaten).as("rounds that an end won").isPositive();
    }

    @Test
    void an_edit_costs_no_shopper_a_unit() {
        int stock = BUYERS * ROUNDS + 1_000;
        String sale = rig.sale(shop, stock, 1, 900);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop);
        Instant closesAt = Instant.now().plusSeconds(1_800);
        for (int round = 0; round < ROUNDS; round++) {
            List<Future<Word>> words = buy(crowd, round);
            ObjectNode edit = Json.object().put("title", "Buns " + round).put("reason", "round " + round);
            edit.put("closesAt", Times.write(closesAt.plusSeconds(round)));
            assertThat(get(shop.edit(sale, edit)).status()).isEqualTo(200);
            assertThat(words).extracting(TestDatabase::get).containsOnly(Word.OK);
        }
        assertThat(rig.count("SELECT revision FROM campaign WHERE id = $1::text", sale))
                .isEqualTo(3 + ROUNDS);
        assertThat(rig.redis().run("HGET", Rig.hash(sale), "revision")).isEqualTo(Integer.toString(3 + ROUNDS));
        assertThat(rig.count("SELECT count(*) FROM campaign_edit WHERE campaign_id = $1::text", sale))
                .isEqualTo(ROUNDS);
        ObjectNode soon = Json.object().put("reason", "no more buns");
        get(shop.edit(sale, soon.put("closesAt", Times.write(Instant.now().plusMillis(1_500)))));
        crowd.start(2_000, 1, 32, 50);
        History history = crowd.finish();
        Await.until(
                "the sale is over for shoppers",
                Duration.ofSeconds(10),
                () -> get(shop.purchase(sale, "late", "late-key", 1)).code().equals("ENDED"));
        rig.check(shop, sale, history, stock, 1);
    }

    @Test
    void a_purchase_and_a_cancel_come_one_after_the_other() {
        for (int round = 0; round < ROUNDS / 4; round++) {
            String sale = rig.sale(shop, BUYERS, 1, 900);
            Crowd crowd = new Crowd(rig.vertx(), sale, shop);
            List<Future<Word>> words = buy(crowd, round);
            Rig.operate(shop, "/" + sale + "/cancel", Json.object());
            words.forEach(TestDatabase::get);
            Reply refused = get(shop.purchase(sale, "late", "late-key-" + round, 1));
            assertThat(refused.code()).isEqualTo("ENDED");
            crowd.history().check(shop, BUYERS, 1);
            if (round % 10 == 9) {
                rig.audited(sale);
            }
        }
    }

    @Test
    void a_purchase_and_a_reload_come_one_after_the_other() {
        int stock = 2_000;
        String sale = rig.sale(shop, stock, 4, 900);
        PgReloadWanted reloads = new PgReloadWanted(rig.pool(), () -> {});
        RedisRecovery recovery = recovery(reloads);
        Crowd crowd = new Crowd(rig.vertx(), sale, shop).start(400, 4, 32, 31);
        int reloaded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            crowd.awaitOks(Math.min(1_000, 4 * round));
            get(reloads.want(sale, "duel"));
            reloaded += get(recovery.step());
        }
        History history = crowd.finish();
        assertThat(reloaded).as("reloads by this node").isPositive();
        assertThat(rig.count("SELECT generation FROM campaign_counter WHERE campaign_id = $1::text", sale))
                .isGreaterThan(ROUNDS / 4);
        rig.check(shop, sale, history, stock, 4);
    }

    @Test
    void a_purchase_and_expiry_give_each_unit_to_one_shopper_at_a_time() {
        String sale = rig.sale(shop, 30, 3, 1);
        for (int round = 0; round < 4; round++) {
            History history = new Crowd(rig.vertx(), sale, shop)
                    .start(60, 3, 32, 40 + round)
                    .finish();
            assertThat(history.unitsSold()).as("units sold again").isGreaterThanOrEqualTo(30);
            Await.until("all is given back", Duration.ofSeconds(10), () -> rig.redis()
                    .run("HGET", Rig.hash(sale), "left:bun")
                    .equals("30"));
        }
        rig.audited(sale);
    }

    /** Buyers who come one after the other, while whoever they meet is at it: else the quicker side wins every round. */
    private static List<Future<Word>> buy(Crowd crowd, int round) {
        List<Future<Word>> words = new ArrayList<>();
        for (int buyer = 0; buyer < BUYERS; buyer++) {
            Wish wish = new Wish("shopper-" + round + "-" + buyer, "wish-" + round + "-" + buyer, 1);
            words.add(rig.vertx()
                    .timer(1 + RANDOM.nextInt(SPREAD_MS), TimeUnit.MILLISECONDS)
                    .compose(waited -> crowd.until(wish)));
        }
        return words;
    }

    private static RedisRecovery recovery(PgReloadWanted reloads) {
        TestRedis redis = rig.redis();
        RedisOutbox outbox = new RedisOutbox(redis);
        PgSettling settling = new PgSettling(
                new PgSettlement(TestDatabase.shared().ids(), outbox::all),
                new PgRejection(TestDatabase.shared().ids()));
        RedisCatchUp catchUp = new RedisCatchUp(rig.pool(), outbox, settling);
        List<Script> scripts = Stream.concat(RedisInventory.scripts().stream(), Stream.of(HandTake.PURCHASE))
                .toList();
        return new RedisRecovery(
                rig.pool(), redis, new RedisReload(rig.pool(), redis, catchUp, new Random(5)), reloads, scripts);
    }
}
