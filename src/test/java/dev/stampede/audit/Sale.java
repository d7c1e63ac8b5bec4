package dev.stampede.audit;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.campaign.Draft;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcomes;
import dev.stampede.money.Money;
import dev.stampede.order.NoticeVerdict;
import dev.stampede.order.PaymentNotice;
import dev.stampede.order.PgCheckout;
import dev.stampede.order.PgExpiry;
import dev.stampede.order.PgOrderChanges;
import dev.stampede.order.PgRefunds;
import dev.stampede.order.SimulatedPayments;
import dev.stampede.postgres.PgPools;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.Script;
import dev.stampede.schedule.RedisReleases;
import dev.stampede.settlement.PgRejection;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettlement;
import dev.stampede.settlement.PgSettling;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.RedisOutbox;
import dev.stampede.settlement.RedisRecovery;
import dev.stampede.settlement.RedisReload;
import dev.stampede.testing.PlainTerms;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/**
 * A flash sale that goes the real road, in a database of its own whose guards are taken away, so that a test can break what
 * they guard.
 */
final class Sale {
    private static final Script PURCHASE = Script.load("flash_sale/purchase");
    private static final long NEVER_MS = 1L << 50;
    private static final List<String> GUARDS = List.of(
            "orders DROP CONSTRAINT one_effect_per_request",
            "orders DROP CONSTRAINT orders_check",
            "offer DROP CONSTRAINT no_oversell",
            "offer DROP CONSTRAINT offer_withdrawn_check",
            "order_move DROP CONSTRAINT order_move_in_table",
            "campaign_history DROP CONSTRAINT campaign_history_from_state_to_state_fkey");

    final Vertx vertx = TestDatabase.shared().vertx();
    final TestRedis redis = new TestRedis(vertx);
    final Pool pool;

    private final Supplier<String> ids = TestDatabase.shared().ids();
    private final PgCampaigns campaigns;
    private final RedisRecovery recovery;
    private final RedisCatchUp catchUp;
    private final SimulatedPayments payments = new SimulatedPayments(List.of("a secret of the tests"));
    private final Random random = new Random(7);

    static Sale shared() {
        return Shared.SALE;
    }

    private Sale() {
        pool = PgPools.create(vertx, TestDatabase.another());
        GUARDS.forEach(guard -> sql("ALTER TABLE " + guard));
        sql("DROP INDEX one_applied_payment");
        campaigns = new PgCampaigns(pool, ids, true);
        RedisOutbox outbox = new RedisOutbox(redis);
        PgSettlement settlement = new PgSettlement(ids, (campaign, generation, from, to) -> {
            throw new AssertionError("nothing is missing in these outboxes");
        });
        catchUp = new RedisCatchUp(pool, outbox, new PgSettling(settlement, new PgRejection(ids)));
        recovery = new RedisRecovery(
                pool,
                redis,
                new RedisReload(pool, redis, catchUp, random),
                new PgReloadWanted(pool, () -> {}),
                RedisInventory.scripts());
    }

    /** Buns at 990 fen and 7 milk at 500, 5 units a shopper, live and loaded into Redis. */
    String open(int buns) {
        String id = draft(buns);
        get(campaigns.submit(id, "olive", ""));
        get(campaigns.approve(id, "rita", ""));
        Assertions.assertThat(get(recovery.step())).isEqualTo(1);
        return id;
    }

    String draft(int buns) {
        Draft draft = new Draft(
                "flash_sale",
                PlainTerms.now(),
                List.of(
                        new Offer("buns", "Buns", Money.ofFen(990), Money.ofFen(990), buns),
                        new Offer("milk", "Milk", Money.ofFen(500), Money.ofFen(500), 7)));
        return get(campaigns.create(draft, "olive")).campaign().id();
    }

    /** Takes units in Redis alone; the id of the order that will be. */
    String take(String campaignId, String shopper, String sku, int units) {
        String order = ids.get();
        run(each(batch(campaignId), order, shopper, sku, units), "OK");
        return order;
    }

    /** One bun each for shoppers {@code s1000} and following, in one batch, with their orders. */
    void crowd(String campaignId, int shoppers) {
        Invocation call = batch(campaignId);
        for (int i = 0; i < shoppers; i++) {
            each(call, ids.get(), "s" + (1_000 + i), "buns", 1);
        }
        run(call, "OK" + " OK".repeat(shoppers - 1));
        settle(campaignId);
    }

    private Invocation batch(String campaignId) {
        CampaignKeys keys = new CampaignKeys(campaignId);
        return PURCHASE.call()
                .key("campaign", keys.campaign())
                .key("request", keys.request())
                .key("shopper", keys.shopper())
                .key("held", keys.held())
                .key("outbox", keys.outbox())
                .arg("generation", hash(campaignId, "generation"))
                .arg("revision", hash(campaignId, "revision"))
                .arg("batch", HexFormat.of().toHexDigits(random.nextLong()))
                .arg("notAfter", NEVER_MS)
                .arg("settledThrough", 0)
                .arg("windows", "");
    }

    private static Invocation each(Invocation call, String order, String shopper, String sku, int units) {
        String request = "key-" + order;
        Money price = Money.ofFen(sku.equals("buns") ? 990 : 500);
        OrderHeld held = new OrderHeld(order, shopper, request, "abcd", sku, units, price, null);
        return call.each(
                shopper + "|" + request,
                held.fingerprint(),
                "",
                order,
                shopper,
                sku,
                Integer.toString(units),
                Outcomes.write(held));
    }

    private void run(Invocation call, String words) {
        Response reply = Objects.requireNonNull(get(redis.send(call.requestWithText())));
        Assertions.assertThat(reply.get(0).toString()).isEqualTo("OK");
        Assertions.assertThat(reply.get(5).toString()).isEqualTo(words);
    }

    /** Takes units, and writes the order. */
    String buy(String campaignId, String shopper, String sku, int units) {
        String order = take(campaignId, shopper, sku, units);
        settle(campaignId);
        return order;
    }

    void settle(String campaignId) {
        get(catchUp.settle(campaignId));
    }

    void pay(String order, long fen) {
        Money amount = Money.ofFen(fen);
        PaymentNotice notice =
                new PaymentNotice(order, "t-" + order, amount, payments.sign(order, "t-" + order, amount));
        Assertions.assertThat(get(new PgCheckout(pool, ids, payments).take(notice)))
                .isEqualTo(NoticeVerdict.APPLIED);
    }

    /** Lets the order's time run out; its units stay in Redis until {@link #release}. */
    void expire(String order) {
        sql("UPDATE orders SET pay_by = now() - interval '1 second' WHERE id = $1", order);
        Assertions.assertThat(get(new PgExpiry(pool, ids).step())).isEqualTo(1);
    }

    /** A paid order goes back, units and all; its money is promised. */
    void giveBack(String order) {
        get(new PgOrderChanges(pool, ids).refundBy("finn", order, ""));
        release();
    }

    /** The promised money is back. */
    void refund() {
        get(new PgRefunds(pool, ids, payments, outcome -> {}).step());
    }

    void release() {
        get(new RedisReleases(pool, new RedisInventory(redis)).step());
    }

    void sql(String statement, Object... values) {
        get(pool.preparedQuery(statement).execute(Tuple.from(values)));
    }

    /** One field of the campaign's hash. */
    String hash(String campaignId, String field) {
        return redis.run("HGET", new CampaignKeys(campaignId).campaign(), field);
    }

    /** Moves the newest entry of an outbox back in time, and forgets the others. */
    void age(String outbox, int seconds) {
        Response entry = Objects.requireNonNull(
                        get(redis.send(Request.cmd(Command.XREVRANGE, outbox, "+", "-", "COUNT", "1"))))
                .get(0);
        List<String> fields =
                new ArrayList<>(entry.get(1).stream().map(Response::toString).toList());
        int at = fields.indexOf("at") + 1;
        fields.set(at, Long.toString(Long.parseLong(fields.get(at)) - 1_000L * seconds));
        redis.run("DEL", outbox);
        fields.addAll(0, List.of(outbox, entry.get(0).toString()));
        redis.run("XADD", fields.toArray(String[]::new));
    }

    void add(String campaignId, String field, int units) {
        redis.run("HINCRBY", new CampaignKeys(campaignId).campaign(), field, Integer.toString(units));
    }

    private static final class Shared {
        private static final Sale SALE = new Sale();
    }
}
