package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.failure;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.inventory.Release;
import dev.stampede.order.PgExpiry;
import dev.stampede.schedule.RedisReleases;
import dev.stampede.settlement.Verdict.Kind;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches that come twice, out of order, from the past, or spoilt. After each of them the audit finds nothing. */
@Timeout(30)
class SettlementFaultIT {
    private static final String LOCK = "SELECT FROM campaign_counter WHERE campaign_id = $1::text FOR UPDATE";

    private static final Road ROAD = new Road();

    private final Road road = ROAD;
    private final String campaign = road.open(50);

    @AfterEach
    void nothing_is_broken() {
        road.audit();
    }

    @Test
    void a_batch_that_is_settled_again_counts_once_and_is_answered_from_its_rows() {
        Entry entry = road.take(campaign, "alice", "key-0001");

        Verdict first = verdict(road.settle(entry), entry);
        Verdict again = verdict(road.settle(entry), entry);

        assertThat(first.kind()).isEqualTo(Kind.APPLIED);
        assertThat(again.kind()).isEqualTo(Kind.BEFORE);
        assertThat(again.settled()).isEqualTo(first.settled());
        assertThat(road.held(campaign)).isOne();
    }

    @Test
    void a_batch_whose_predecessor_another_node_has_is_settled_after_it() {
        road.take(campaign, "alice", "key-0001");
        road.take(campaign, "bob", "key-0002");
        Entry third = road.take(campaign, "carol", "key-0003");

        assertThat(verdict(road.settle(third), third).kind()).isEqualTo(Kind.APPLIED);
        assertThat(road.orders(campaign)).isEqualTo(3);
    }

    @Test
    void a_predecessor_that_is_in_neither_store_is_lost_and_the_campaign_is_loaded_anew() {
        road.take(campaign, "alice", "key-0001");
        Entry second = road.take(campaign, "bob", "key-0002");
        road.redis.run("XDEL", new CampaignKeys(campaign).outbox(), "1-1");

        assertThat(failureOf(second)).isInstanceOf(Disagreement.class).hasMessageContaining("are lost");
        cure();
        assertThat(road.left(campaign)).isEqualTo(50);
    }

    @Test
    void another_batch_at_a_settled_place_settles_nothing() {
        road.remember(campaign);
        Entry sold = road.take(campaign, "alice", "key-0001");
        road.settle(sold);
        road.goBack(campaign);
        Entry again = road.take(campaign, "bob", "key-0002");

        assertThat(again.sequence()).isEqualTo(sold.sequence());
        assertThat(failureOf(again)).isInstanceOf(Disagreement.class).hasMessageContaining("another batch");
        assertThat(road.orders(campaign)).isOne();
        cure();
        assertThat(road.left(campaign)).isEqualTo(49);
    }

    @Test
    void a_batch_that_follows_another_one_than_the_settled_one_settles_nothing() {
        road.remember(campaign);
        road.settle(road.take(campaign, "alice", "key-0001"));
        road.goBack(campaign);
        road.take(campaign, "bob", "key-0002");
        Entry stranger = road.take(campaign, "carol", "key-0003");

        assertThat(stranger.sequence()).isEqualTo(2);
        assertThat(failureOf(stranger)).isInstanceOf(Disagreement.class).hasMessageContaining("follows a batch");
        assertThat(road.orders(campaign)).isOne();
        cure();
        assertThat(road.left(campaign)).isEqualTo(49);
    }

    @Test
    void a_batch_of_an_older_generation_never_happened() {
        Entry late = road.take(campaign, "alice", "key-0001");
        road.redis.run("DEL", new CampaignKeys(campaign).outbox());
        cure();

        assertThat(verdict(road.settle(late), late).kind()).isEqualTo(Kind.STALE);
        assertThat(road.orders(campaign)).isZero();
        assertThat(road.left(campaign)).isEqualTo(50);
    }

    @Test
    void a_node_of_an_older_generation_takes_nothing() {
        String before = road.field(campaign, "generation");
        cure();

        assertThatThrownBy(() -> road.take(campaign, "alice", "key-0001", before))
                .isInstanceOf(Road.Refused.class)
                .hasMessageContaining("STALE_GENERATION");
    }

    @Test
    void nobody_takes_anything_behind_a_fence() {
        road.redis.run("HSET", new CampaignKeys(campaign).campaign(), "fence", "1");

        assertThatThrownBy(() -> road.take(campaign, "alice", "key-0001"))
                .isInstanceOf(Road.Refused.class)
                .hasMessageContaining("FENCED");
        cure();
        assertThat(road.take(campaign, "alice", "key-0001").sequence()).isOne();
        get(road.catchUp(road.redis).settle(campaign));
    }

    @Test
    void a_repeated_request_takes_nothing_more_even_after_a_reload() {
        Entry entry = road.take(campaign, "alice", "key-0001");
        assertThatThrownBy(() -> road.take(campaign, "alice", "key-0001")).hasMessageContaining("REPLAY:");
        road.settle(entry);
        cure();

        assertThatThrownBy(() -> road.take(campaign, "alice", "key-0001"))
                .hasMessageContaining("REPLAY:" + entry.outcomes().get(0).id());
        assertThat(road.left(campaign)).isEqualTo(49);
    }

    @Test
    void a_unit_that_is_given_back_twice_comes_back_once() {
        Entry entry = road.take(campaign, "alice", "key-0001");
        road.settle(entry);
        String order = entry.outcomes().get(0).id();
        road.sql("UPDATE orders SET pay_by = now() - interval '1 second' WHERE id = $1::text", order);
        get(new PgExpiry(road.pool, road.ids).step());
        long generation = Long.parseLong(road.field(campaign, "generation"));

        get(new RedisInventory(road.redis).release(campaign, generation, List.of(Release.loose(order))));
        get(new RedisInventory(road.redis).release(campaign, generation, List.of(Release.loose(order))));

        assertThat(road.left(campaign)).isEqualTo(50);
        get(new RedisReleases(road.pool, new RedisInventory(road.redis)).step());
        assertThat(road.left(campaign)).isEqualTo(50);
    }

    @Test
    void a_poison_behind_good_batches_is_set_aside_and_they_are_settled() {
        road.take(campaign, "alice", "key-0001");
        Entry second = road.take(campaign, "bob", "key-0002");
        road.addEntry(campaign, 3, "ffff", second.batchId(), "{}");

        get(road.catchUp(road.redis).settle(campaign));

        assertThat(road.orders(campaign)).isEqualTo(2);
        assertThat(rejected()).isOne();
        assertThat(road.wishes(campaign)).isOne();
        road.recover();
        assertThat(road.take(campaign, "carol", "key-0003").sequence()).isEqualTo(4);
        get(road.catchUp(road.redis).settle(campaign));
        assertThat(road.left(campaign)).isEqualTo(47);
    }

    @Test
    void a_batch_that_a_constraint_refuses_is_set_aside_and_its_neighbours_are_settled() {
        Entry first = road.take(campaign, "alice", "key-0001");
        Entry refused = road.take(campaign, "bob", "key-0002");
        Entry third = road.take(campaign, "carol", "key-0003");
        String inTheWay = refused.outcomes().get(0).id();
        road.sql(
                "INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state,"
                        + " hold_id, request_key, fingerprint, generation, sequence, created_at, pay_by)"
                        + " VALUES ($1::text, 'by-hand', 'flash_sale', 'bob', 'tee', 1, 990, 990, 'held', 'by-hand', 'by-hand',"
                        + " 'f', 1, 1, now(), now())",
                inTheWay);

        Map<Entry, Verdict> verdicts = road.settle(first, refused, third);

        assertThat(verdict(verdicts, first).kind()).isEqualTo(Kind.APPLIED);
        assertThat(verdict(verdicts, refused).kind()).isEqualTo(Kind.REJECTED);
        assertThat(verdict(verdicts, third).kind()).isEqualTo(Kind.APPLIED);
        assertThat(rejected()).isOne();
        road.sql("DELETE FROM orders WHERE id = $1::text", inTheWay);
        road.recover();
        assertThat(road.left(campaign)).isEqualTo(48);
    }

    @Test
    void an_entry_whose_node_died_is_settled_by_the_sweeper_of_another() {
        Entry entry = road.take(campaign, "alice", "key-0001");
        RedisSweeper sweeper = road.sweeper();
        get(sweeper.step());
        assertThat(road.orders(campaign)).as("its node may still live").isZero();
        road.age(entry, 3);

        for (int step = 0; step < 10; step++) {
            get(sweeper.step());
        }
        assertThat(road.orders(campaign)).isOne();
    }

    @Test
    void an_entry_that_vanished_from_a_quiet_campaign_is_missed() {
        road.take(campaign, "alice", "key-0001");
        road.redis.run("DEL", new CampaignKeys(campaign).outbox());
        RedisSweeper sweeper = road.sweeper();
        for (int step = 0; step < 25; step++) {
            get(sweeper.step());
        }
        road.recover();
        assertThat(road.left(campaign)).isEqualTo(50);
    }

    @Test
    void a_reload_waits_for_a_busy_counter_and_settles_what_the_outbox_holds() {
        Entry entry = road.take(campaign, "alice", "key-0001");
        get(road.reloads.want(campaign, "test"));
        Future<?> busy = lockCounter();
        road.recover();
        get(busy);

        assertThat(verdict(road.settle(entry), entry).kind()).isEqualTo(Kind.BEFORE);
    }

    @Test
    void a_reload_forgets_nothing_that_its_catch_up_could_not_settle() {
        Entry entry = road.take(campaign, "alice", "key-0001");
        get(road.reloads.want(campaign, "test"));
        Future<?> busy = lockCounter();
        RedisRecovery hasty = road.recovery(road.redis, road.shyCatchUp());
        assertThat(failure(hasty.step())).hasMessageContaining("still being settled");
        get(busy);
        road.recover();

        assertThat(verdict(road.settle(entry), entry).kind()).isEqualTo(Kind.BEFORE);
    }

    /** Another transaction that has the counter for a moment. */
    private Future<?> lockCounter() {
        Promise<?> locked = Promise.promise();
        Future<?> done = road.pool.withTransaction(db -> db.preparedQuery(LOCK)
                .execute(Tuple.of(campaign))
                .onSuccess(rows -> locked.complete())
                .compose(rows -> TestDatabase.shared().vertx().timer(400, TimeUnit.MILLISECONDS)));
        get(locked.future());
        return done;
    }

    private long rejected() {
        return road.count("SELECT count(*) FROM rejected_batch WHERE campaign_id = $1::text", campaign);
    }

    /** Loads the campaign anew. */
    private void cure() {
        get(road.reloads.want(campaign, "test"));
        road.recover();
    }

    private Throwable failureOf(Entry entry) {
        return failure(road.pool.withConnection(db -> road.settling(road.redis).run(db, List.of(entry))));
    }

    private static Verdict verdict(Map<Entry, Verdict> verdicts, Entry entry) {
        return Objects.requireNonNull(verdicts.get(entry));
    }
}
