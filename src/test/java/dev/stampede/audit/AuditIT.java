package dev.stampede.audit;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each invariant is broken by hand, in a campaign that was sound before; the audit must name it, and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {
    private static final Instant AT = Instant.parse("2026-05-01T00:00:00Z");

    private final Sale sale = new Sale();
    private String id = "";
    private CampaignKeys keys = new CampaignKeys("0000000000000");
    private String held = "";
    private String paid = "";

    @BeforeAll
    void load() {
        sale.open();
    }

    @BeforeEach
    void open() {
        id = sale.open();
        keys = new CampaignKeys(id);
        held = sale.buy(id, "ann", "buns", 2);
        paid = sale.buy(id, "bob", "milk", 1);
        sale.pay(paid, 500);
        assertThat(audit().ok()).as(() -> AuditText.write(audit())).isTrue();
    }

    @Test
    void a_campaign_that_went_the_whole_road_is_sound_at_every_step() {
        String expired = sale.buy(id, "cid", "buns", 3);
        sale.expire(expired);
        sale.take(id, "dan", "buns", 1);
        AuditReport onTheWay = audit();

        assertThat(onTheWay.ok()).as(() -> AuditText.write(onTheWay)).isTrue();
        assertThat(onTheWay.at()).isEqualTo(AT);
        assertThat(onTheWay.campaigns())
                .containsExactly(new CampaignFigures(id, "flash_sale", "live", 107, 100, 2, 1, 1, 1, false));

        sale.release();
        sale.settle(id);
        AuditReport done = audit();

        assertThat(done.campaigns())
                .containsExactly(new CampaignFigures(id, "flash_sale", "live", 107, 103, 3, 1, 0, 0, false));
        assertThat(done.invariants())
                .extracting(Invariant::id)
                .containsExactly("I1", "I2", "I3", "I4", "I7", "I8", "I9", "I10", "I11", "I12");
        assertThat(detail(done, "I2")).isEqualTo("0 oversold of 107 units in 2 offers");
        assertThat(AuditText.write(done)).endsWith("\naudit: ok, 1 campaigns, oversold 0, lost 0\n");
    }

    @Test
    void a_draft_is_listed_though_redis_does_not_know_it() {
        String draft = sale.draft();

        AuditReport report = get(audit(this::noPause).only(draft::equals).run());

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns())
                .containsExactly(new CampaignFigures(draft, "flash_sale", "draft", 107, 107, 0, 0, 0, 0, false));
    }

    @Test
    void i1_sees_redis_lose_count_of_its_own_units() {
        sale.add(id, "left:buns", 1);

        broken("I1", "offer buns in Redis has allocated 100, available 99, taken 2");

        sale.add(id, "left:buns", -1);
        sound();
    }

    @Test
    void i1_sees_a_negative_count_in_postgres() {
        sale.sql("UPDATE offer SET withdrawn = -1 WHERE campaign_id = $1 AND sku = 'buns'", id);
        sale.redis.run("HSET", keys.campaign(), "withdrawn:buns", "-1", "left:buns", "99");

        broken("I1", "offer buns has allocated 101, available 99, held 2, sold 0");
    }

    @Test
    void i2_sees_an_offer_that_counts_otherwise_than_its_orders() {
        sale.sql("UPDATE offer SET held = 1, sold = 1 WHERE campaign_id = $1 AND sku = 'buns'", id);

        broken("I2", "offer buns has held 1 and sold 1, its orders 2 and 0");

        sale.sql("UPDATE offer SET held = 2, sold = 0 WHERE campaign_id = $1 AND sku = 'buns'", id);
        sound();
    }

    @Test
    void i2_sees_an_oversell_in_both_stores_which_is_a_negative_count_too() {
        sale.sql("UPDATE offer SET granted = 1 WHERE campaign_id = $1 AND sku = 'buns'", id);
        sale.redis.run("HSET", keys.campaign(), "granted:buns", "1", "left:buns", "-1");

        AuditReport report = audit();

        assertThat(brokenIn(report)).containsExactly("I1", "I2");
        assertThat(detail(report, "I2"))
                .contains(
                        "offer buns is oversold: held 2 and sold 0 of 1",
                        "offer buns is oversold in Redis: available -1");
        assertThat(AuditText.summary(report)).isEqualTo("audit: BROKEN I1 I2, 1 campaigns, oversold 1, lost 0");
    }

    @Test
    void i3_sees_two_orders_of_one_request() {
        sale.sql("""
                INSERT INTO orders SELECT 'twin-' || id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen,
                  amount_fen, 0, 'cancelled', 'twin-' || hold_id, request_key, fingerprint, generation, sequence, source,
                  created_at, pay_by, 'ENDED' FROM orders WHERE id = $1
                """, held);
        sale.sql("""
                INSERT INTO order_history VALUES ('twin-' || $1::text, 1, NULL, 'held', now(), ''),
                  ('twin-' || $1::text, 2, 'held', 'cancelled', now(), '')
                """, held);

        broken("I3", "shopper ann has 2 orders of request key-" + held);
    }

    @Test
    void i3_sees_two_live_orders_under_one_hold() {
        sale.sql("UPDATE orders SET hold_id = $2 WHERE id = $1", paid, held);

        broken("I3", "2 live orders share the hold " + held);
    }

    @Test
    void i3_sees_a_request_that_redis_forgot() {
        sale.redis.run("HDEL", keys.request(), "ann|key-" + held);

        broken("I3", "order " + held + ": Redis remembers its request as never made");
    }

    @Test
    void i4_sees_a_shopper_above_the_limit() {
        sale.sql("UPDATE campaign SET per_shopper_limit = 1, per_order_limit = 1 WHERE id = $1", id);

        broken("I4", "shopper ann has 2 units, the limit is 1");
    }

    @Test
    void i4_sees_redis_miscount_a_shopper_and_count_one_that_bought_nothing() {
        sale.redis.run("HSET", keys.shopper(), "ann", "1", "zoe", "4");

        AuditReport report = broken("I4", "shopper ann: Redis counts 1 units, Postgres 2, and 0 are on their way");

        assertThat(detail(report, "I4")).contains("shopper zoe: Redis counts 4 units, Postgres 0");
    }

    @Test
    void i7_sees_a_second_applied_payment() {
        sale.sql("INSERT INTO payment VALUES ('second-' || $1, $1, 'simulated', 'x-' || $1, 500, true)", paid);

        broken("I7", "order " + paid + " is settled with 2 payments, 2 of them applied, 1000 of 500 fen paid");
    }

    @Test
    void i7_sees_a_sold_order_that_nobody_paid_for() {
        sale.sql("DELETE FROM payment WHERE order_id = $1", paid);

        broken("I7", "order " + paid + " is settled with 0 payments");
    }

    @Test
    void i7_sees_a_refund_of_money_that_never_came() {
        sale.sql("UPDATE orders SET refunded_fen = 1 WHERE id = $1", held);

        broken("I7", "order " + held + " is held with 0 payments, 0 of them applied, 0 of 1980 fen paid, 1 refunded");
    }

    @Test
    void i8_sees_a_gap_in_what_was_settled() {
        sale.buy(id, "cid", "buns", 1);
        sale.sql("UPDATE settled_batch SET sequence = 9 WHERE campaign_id = $1 AND sequence = 3", id);

        AuditReport report = broken("I8", "but there are 3 batches, from 1 to 9, and that one is missing");

        assertThat(detail(report, "I8")).contains("generation 1, sequence 3, which is not settled");
    }

    @Test
    void i8_sees_another_last_batch_than_the_counter_names() {
        sale.sql("UPDATE campaign_counter SET last_batch_id = 'feed' WHERE campaign_id = $1", id);

        broken("I8", "settled through 2 as batch feed");
    }

    @Test
    void i8_sees_one_batch_settled_twice() {
        sale.sql("""
                UPDATE settled_batch SET batch_id = (SELECT last_batch_id FROM campaign_counter WHERE campaign_id = $1)
                WHERE campaign_id = $1 AND sequence = 1
                """, id);

        broken("I8", "was settled as 1 and 2");
    }

    @Test
    void i8_sees_an_order_of_a_batch_that_was_rejected() {
        sale.sql("UPDATE settled_batch SET verdict = 'rejected' WHERE campaign_id = $1 AND sequence = 1", id);

        broken("I8", "order " + held + " is of generation 1, sequence 1, which is rejected in generation 1");
    }

    @Test
    void i8_sees_redis_behind_postgres() {
        sale.add(id, "sequence", -1);

        broken("I8", "Redis is at sequence 1, Postgres has settled 2");
    }

    @Test
    void i8_sees_a_lost_entry_whose_units_are_lost_with_it() {
        sale.take(id, "cid", "buns", 3);
        sale.redis.run("XTRIM", keys.outbox(), "MAXLEN", "0");

        AuditReport report = audit();

        assertThat(brokenIn(report)).containsExactly("I4", "I8", "I11");
        assertThat(detail(report, "I8")).contains("entry 3 is neither settled nor in the outbox, which goes to 3");
        assertThat(AuditText.summary(report)).endsWith("oversold 0, lost 3");
    }

    @Test
    void i8_sees_an_entry_that_follows_another_batch() {
        sale.take(id, "cid", "buns", 1);
        sale.sql("UPDATE campaign_counter SET last_batch_id = 'feed' WHERE campaign_id = $1", id);
        sale.sql("UPDATE settled_batch SET batch_id = 'feed' WHERE campaign_id = $1 AND sequence = 2", id);

        broken("I8", ", not feed");
    }

    @Test
    void i9_sees_an_order_that_left_its_table() {
        sale.sql(
                "UPDATE order_history SET from_state = 'held', to_state = 'fulfilled' WHERE order_id = $1 AND position = 2",
                paid);

        broken("I9", "order " + paid + " is settled, its history is held > fulfilled > settled");
    }

    @Test
    void i9_sees_a_state_without_history() {
        sale.sql("DELETE FROM order_history WHERE order_id = $1", held);

        broken("I9", "order " + held + " is held, its history is empty");
    }

    @Test
    void i9_sees_a_campaign_that_left_its_table() {
        sale.sql("DELETE FROM campaign_history WHERE campaign_id = $1 AND to_state = 'scheduled'", id);

        broken("I9", "the campaign is live, its history is draft > in_review > live");
    }

    @Test
    void i10_sees_rows_of_a_generation_that_never_was() {
        sale.sql("UPDATE settled_batch SET generation = 5 WHERE campaign_id = $1 AND sequence = 2", id);
        sale.sql("UPDATE orders SET generation = 5 WHERE id = $1", paid);

        broken("I10", "2 rows of generation 5, and the counter is at 1");
    }

    @Test
    void i10_sees_an_older_generation_settled_after_a_newer_one() {
        sale.sql("UPDATE settled_batch SET generation = 0 WHERE campaign_id = $1 AND sequence = 2", id);
        sale.sql("UPDATE orders SET generation = 0 WHERE id = $1", paid);

        broken("I10", "sequence 2 was settled in generation 0 after one in generation 1");
    }

    @Test
    void i11_sees_a_unit_that_redis_took_for_nobody() {
        sale.add(id, "taken:buns", 1);
        sale.add(id, "left:buns", -1);

        AuditReport report =
                broken("I11", "offer buns: Redis has taken 3, Postgres held 2 and sold 0, and 0 are on their way");
        assertThat(AuditText.summary(report)).isEqualTo("audit: BROKEN I11, 1 campaigns, oversold 0, lost 1");

        sale.add(id, "taken:buns", -1);
        sale.add(id, "left:buns", 1);
        sound();
    }

    @Test
    void i11_sees_a_hold_that_could_not_be_given_back() {
        sale.redis.run("HDEL", keys.held(), held);

        broken("I11", "Redis keeps 1 holds, Postgres 2 live orders");
    }

    @Test
    void i11_sees_units_that_redis_was_never_granted_unless_it_is_still_to_be_told() {
        sale.sql("UPDATE offer SET granted = 105 WHERE campaign_id = $1 AND sku = 'buns'", id);
        broken("I11", "offer buns: Redis was granted 100 less 0, Postgres 105 less 0");

        sale.sql("INSERT INTO tell_redis SELECT id, revision FROM campaign WHERE id = $1", id);
        sound();
        sale.sql("DELETE FROM tell_redis WHERE campaign_id = $1", id);
    }

    @Test
    void i12_sees_an_order_that_nobody_expires() {
        sale.sql("UPDATE orders SET pay_by = now() - interval '4 seconds' WHERE id = $1", held);
        sound();
        sale.sql("UPDATE orders SET pay_by = now() - interval '6 seconds' WHERE id = $1", held);

        broken("I12", "1 held orders past their payBy, the oldest 6 s late");
        sale.sql("UPDATE orders SET pay_by = now() + interval '1 hour' WHERE id = $1", held);
    }

    @Test
    void i12_sees_a_release_that_nobody_works_off() {
        sale.expire(held);
        sound();
        sale.sql("UPDATE release SET created_at = now() - interval '11 seconds' WHERE hold_id = $1", held);

        broken("I12", "1 releases pending, the oldest 11 s late");
    }

    @Test
    void i12_sees_a_change_and_a_reload_that_nobody_makes() {
        sale.sql("INSERT INTO tell_redis VALUES ($1, 9, now() - interval '11 seconds')", id);
        sale.sql("INSERT INTO reload_wanted VALUES ($1, 'test', now() - interval '12 seconds')", id);

        AuditReport report = broken("I12", "1 changes not told to Redis, the oldest 11 s late");
        assertThat(detail(report, "I12")).contains("1 reload wanted, the oldest 12 s late");

        sale.sql("DELETE FROM reload_wanted WHERE campaign_id = $1", id);
    }

    @Test
    void i12_sees_an_entry_that_nobody_settles() {
        sale.take(id, "cid", "buns", 1);
        sale.age(keys.outbox(), 11);

        broken("I12", "1 batches unsettled, the oldest, 3, for 11 s");
    }

    @Test
    void i12_sees_a_campaign_that_redis_lost_unless_it_is_being_loaded() {
        sale.redis.run("RENAME", keys.campaign(), keys.campaign() + ":aside");
        AuditReport report = broken("I12", "Redis does not have it");
        assertThat(report.campaigns().get(0).available()).isEqualTo(104);

        sale.sql("INSERT INTO reload_wanted VALUES ($1, 'test')", id);
        AuditReport loading = audit();
        assertThat(loading.ok()).isTrue();
        assertThat(loading.campaigns().get(0).moving()).isTrue();
        sale.sql("DELETE FROM reload_wanted WHERE campaign_id = $1", id);
    }

    @Test
    void i12_sees_a_fence_that_stays_up_and_a_reload_that_stopped_half_way() {
        sale.redis.run("HSET", keys.campaign(), "fence", "1");
        broken("I12", "it is fenced");

        sale.redis.run("HDEL", keys.campaign(), "fence");
        sale.sql("UPDATE campaign_counter SET generation = 2 WHERE campaign_id = $1", id);
        broken("I12", "Redis has generation 1, Postgres 2");
    }

    @Test
    void a_difference_that_heals_within_a_second_is_none() {
        sale.add(id, "taken:buns", 1);
        sale.add(id, "left:buns", -1);

        AuditReport report = auditWithin(() -> {
            sale.add(id, "taken:buns", -1);
            sale.add(id, "left:buns", 1);
        });

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns().get(0).moving()).isFalse();
    }

    @Test
    void a_difference_that_becomes_another_one_is_a_campaign_on_the_move() {
        sale.add(id, "taken:buns", 1);
        sale.add(id, "left:buns", -1);

        AuditReport report = auditWithin(() -> {
            sale.add(id, "taken:buns", 1);
            sale.add(id, "left:buns", -1);
        });

        assertThat(report.ok()).isTrue();
        assertThat(report.campaigns().get(0).moving()).isTrue();
        assertThat(detail(report, "I11")).isEqualTo("Redis and Postgres agree on 0 campaigns, 1 more are moving");
    }

    @Test
    void stores_that_never_stand_still_prove_nothing_but_an_oversell() {
        sale.add(id, "taken:milk", 1);
        sale.add(id, "left:milk", -1);
        Audit audit = audit(this::noPause, true);

        AuditReport moving = get(audit.only(id::equals).run());
        assertThat(moving.ok()).isTrue();
        assertThat(moving.campaigns().get(0).moving()).isTrue();

        sale.redis.run("HSET", keys.campaign(), "left:buns", "-1", "taken:buns", "101");
        AuditReport oversold = get(audit.only(id::equals).run());
        assertThat(brokenIn(oversold)).containsExactly("I1", "I2");
        assertThat(oversold.oversold()).isEqualTo(1);
    }

    private AuditReport audit() {
        return get(audit(this::noPause).only(id::equals).run());
    }

    /** An audit in whose second between two looks something happens. */
    private AuditReport auditWithin(Runnable happens) {
        return get(audit(pause -> sale.vertx.executeBlocking(() -> {
                    assertThat(pause).isEqualTo(Duration.ofSeconds(1));
                    happens.run();
                    return null;
                }))
                .only(id::equals)
                .run());
    }

    private Audit audit(Function<Duration, Future<Void>> pause) {
        return audit(pause, false);
    }

    private Audit audit(Function<Duration, Future<Void>> pause, boolean moving) {
        return PgAudit.create(
                sale.pool,
                request -> {
                    if (moving && String.valueOf(request.command()).contains("time")) {
                        sale.redis.send(Request.cmd(Command.HINCRBY, keys.campaign(), "stockVersion", "1"));
                    }
                    return sale.redis.send(request);
                },
                InstantSource.fixed(AT),
                pause);
    }

    private Future<Void> noPause(Duration pause) {
        return Future.succeededFuture();
    }

    private AuditReport broken(String invariant, String detail) {
        AuditReport report = audit();
        assertThat(brokenIn(report)).as(() -> AuditText.write(report)).containsExactly(invariant);
        assertThat(report.ok()).isFalse();
        assertThat(detail(report, invariant)).contains("campaign " + id, detail);
        return report;
    }

    private void sound() {
        AuditReport report = audit();
        assertThat(report.ok()).as(() -> AuditText.write(report)).isTrue();
    }

    private static List<String> brokenIn(AuditReport report) {
        return report.invariants().stream()
                .filter(invariant -> !invariant.ok())
                .map(Invariant::id)
                .toList();
    }

    private static String detail(AuditReport report, String invariant) {
        return report.invariants().stream()
                .filter(one -> one.id().equals(invariant))
                .findFirst()
                .orElseThrow()
                .detail();
    }
}
