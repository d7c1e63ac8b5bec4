package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.audit.AuditReport;
import dev.stampede.audit.AuditText;
import dev.stampede.audit.PgAudit;
import dev.stampede.campaign.Ack;
import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Draft;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.campaign.StockShown;
import dev.stampede.campaign.Terms;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.json.Json;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcomes;
import dev.stampede.money.Money;
import dev.stampede.postgres.PgPools;
import dev.stampede.redis.Commands;
import dev.stampede.redis.Script;
import dev.stampede.testing.HandTake;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestRedis;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The road behind HTTP, step by step: what a node does with its parts, done by hand. */
final class Road {
    static final String SKU = "bun";
    static final int LIMIT = 5;
    static final List<Script> SCRIPTS = Stream.concat(RedisInventory.scripts().stream(), Stream.of(HandTake.PURCHASE))
            .toList();

    final String url = TestDatabase.another();
    final Pool pool;
    final TestRedis redis = new TestRedis(TestDatabase.shared().vertx());
    final Supplier<String> ids = TestDatabase.shared().ids();
    final PgReloadWanted reloads;

    private final PgCampaigns campaigns;
    private final HandTake hand = new HandTake(redis, SKU);
    private final Random random = new Random(11);

    /** A road of its own, on a database where a recovery loads nothing else. */
    Road() {
        pool = PgPools.create(TestDatabase.shared().vertx(), url);
        reloads = new PgReloadWanted(pool, () -> {});
        campaigns = new PgCampaigns(pool, ids, true);
    }

    /** The steps of a node that reaches Redis by these commands. */
    RedisRecovery recovery(Commands commands) {
        return recovery(commands, catchUp(commands));
    }

    RedisRecovery recovery(Commands commands, RedisCatchUp catchUp) {
        return new RedisRecovery(pool, commands, new RedisReload(pool, commands, catchUp, random), reloads, SCRIPTS);
    }

    /** One that leaves alone what somebody else is settling. */
    RedisCatchUp shyCatchUp() {
        PgSettlement settlement = new PgSettlement(ids, new RedisOutbox(redis)::all).unlessBusy();
        return new RedisCatchUp(pool, new RedisOutbox(redis), new PgSettling(settlement, new PgRejection(ids)));
    }

    RedisCatchUp catchUp(Commands commands) {
        RedisOutbox outbox = new RedisOutbox(commands);
        return new RedisCatchUp(pool, outbox, settling(commands));
    }

    PgSettling settling(Commands commands) {
        return new PgSettling(new PgSettlement(ids, new RedisOutbox(commands)::all), new PgRejection(ids));
    }

    RedisSweeper sweeper() {
        return new RedisSweeper(pool, redis, catchUp(redis), reloads, () -> false);
    }

    /** A live sale, loaded and with its fence down. */
    String open(int stock) {
        Instant past = Instant.now().minusSeconds(60);
        Terms terms = new Terms(
                "Buns",
                "Warm.",
                null,
                past,
                past.plusSeconds(3_600),
                null,
                900,
                LIMIT,
                LIMIT,
                Ack.SETTLED,
                StockShown.EXACT,
                ZoneId.of("UTC"),
                Audience.EVERYBODY,
                "",
                true,
                Json.object());
        Offer offer = new Offer(SKU, "Bun", Money.ofFen(990), Money.ofFen(990), stock);
        String id = get(campaigns.create(new Draft("flash_sale", terms, List.of(offer)), "olga"))
                .campaign()
                .id();
        get(campaigns.submit(id, "olga", ""));
        get(campaigns.approve(id, "rita", ""));
        recover();
        return id;
    }

    /** Recovers until there is nothing to recover. */
    void recover() {
        RedisRecovery recovery = recovery(redis);
        while (get(recovery.step()) > 0) {}
    }

    /** Loads the campaign anew. */
    void reload(String campaign) {
        get(reloads.want(campaign, "test"));
        recover();
    }

    /** Takes one unit as a node of the present generation does, and gives what that node would settle. */
    Entry take(String campaign, String shopper, String key) {
        return take(campaign, shopper, key, field(campaign, "generation"));
    }

    /** The same under a generation that the node believes in. */
    Entry take(String campaign, String shopper, String key, String generation) {
        OrderHeld held = hand.held(ids.get(), shopper, key);
        String batch = HexFormat.of().toHexDigits(random.nextLong());
        Response reply = hand.take(campaign, held, batch, generation);
        if (!reply.get(0).toString().equals("OK") || !reply.get(5).toString().equals("OK")) {
            throw new Refused(reply.toString());
        }
        return new Entry(
                campaign,
                Long.parseLong(generation),
                reply.get(2).toLong(),
                batch,
                reply.get(3).toString(),
                reply.get(1).toLong(),
                List.of(held),
                null);
    }

    /** What the script said instead of OK. */
    static final class Refused extends RuntimeException {
        Refused(String reply) {
            super(reply);
        }
    }

    /** Settles these entries in one transaction, and says what became of each. */
    Map<Entry, Verdict> settle(Entry... entries) {
        return get(pool.withConnection(db -> settling(redis).run(db, List.of(entries))));
    }

    /** Remembers the campaign's keys in Redis. */
    void remember(String campaign) {
        keys(campaign).forEach(key -> redis.run("COPY", key, key + ":then", "REPLACE"));
    }

    /** Puts the remembered keys back: Redis goes back in time, and its run_id does not change. */
    void goBack(String campaign) {
        for (String key : keys(campaign)) {
            redis.run("DEL", key);
            redis.run("COPY", key + ":then", key);
        }
    }

    private static List<String> keys(String campaign) {
        CampaignKeys keys = new CampaignKeys(campaign);
        return List.of(keys.campaign(), keys.request(), keys.shopper(), keys.held(), keys.outbox());
    }

    /** Makes the newest outbox entry older than it is. */
    void age(Entry entry, int seconds) {
        String outbox = new CampaignKeys(entry.campaignId()).outbox();
        redis.run("XDEL", outbox, entry.generation() + "-" + entry.sequence());
        redis.run("DEL", outbox);
        List<String> args = new ArrayList<>(List.of(outbox, entry.generation() + "-" + entry.sequence()));
        args.addAll(List.of("batch", entry.batchId(), "prev", entry.previous()));
        args.addAll(List.of("at", Long.toString(entry.at() - 1_000L * seconds)));
        args.addAll(List.of("outcomes", Outcomes.write(entry.outcomes().get(0))));
        redis.run("XADD", args.toArray(String[]::new));
    }

    /** Adds an outbox entry by hand. */
    void addEntry(String campaign, long sequence, String batch, String previous, String outcomes) {
        redis.run(
                "XADD",
                new CampaignKeys(campaign).outbox(),
                field(campaign, "generation") + "-" + sequence,
                "batch",
                batch,
                "prev",
                previous,
                "at",
                "1",
                "outcomes",
                outcomes);
    }

    /** One field of the campaign's hash; empty when it is not there. */
    String field(String campaign, String field) {
        return redis.run("HGET", new CampaignKeys(campaign).campaign(), field);
    }

    long left(String campaign) {
        return Long.parseLong(field(campaign, "left:" + SKU));
    }

    long orders(String campaign) {
        return count("SELECT count(*) FROM orders WHERE campaign_id = $1::text", campaign);
    }

    long held(String campaign) {
        return count("SELECT held FROM offer WHERE campaign_id = $1::text", campaign);
    }

    long sold(String campaign) {
        return count("SELECT sold FROM offer WHERE campaign_id = $1::text", campaign);
    }

    long withdrawn(String campaign) {
        return count("SELECT withdrawn FROM offer WHERE campaign_id = $1::text", campaign);
    }

    long wishes(String campaign) {
        return count("SELECT count(*) FROM reload_wanted WHERE campaign_id = $1::text", campaign);
    }

    long count(String sql, Object... values) {
        return get(pool.preparedQuery(sql).execute(Tuple.from(values)))
                .iterator()
                .next()
                .getLong(0);
    }

    /** Runs a statement as an administrator would. */
    void sql(String sql, Object... values) {
        get(pool.preparedQuery(sql).execute(Tuple.from(values)));
    }

    /** Every invariant holds. */
    void audit() {
        redis.load(RedisInventory.scripts());
        AuditReport report = get(PgAudit.create(pool, redis, InstantSource.system(), pause -> TestDatabase.shared()
                        .vertx()
                        .timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .mapEmpty())
                .run());
        if (!report.ok()) {
            throw new AssertionError(AuditText.write(report));
        }
    }
}
