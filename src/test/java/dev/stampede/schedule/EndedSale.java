package dev.stampede.schedule;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.campaign.Draft;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.money.Money;
import dev.stampede.postgres.PgPools;
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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Campaigns that have ended, in a database of their own and loaded into Redis, and the step that winds them up. */
final class EndedSale {
    private static final Vertx VERTX = TestDatabase.shared().vertx();

    final Pool pool = PgPools.create(VERTX, TestDatabase.another());
    final TestRedis redis = new TestRedis(VERTX);

    private final Supplier<String> ids = TestDatabase.shared().ids();
    private final PgCampaigns campaigns = new PgCampaigns(pool, ids, true);
    private final RedisInventory inventory = new RedisInventory(redis);
    private final RedisWindUp windUp = new RedisWindUp(pool, inventory, Duration.ZERO, Duration.ofDays(7));
    private final RedisArchive archive = new RedisArchive(pool, inventory);
    private final RedisTells tells = new RedisTells(VERTX, pool, campaigns, inventory, () -> {});
    private final RedisRecovery recovery;

    EndedSale() {
        redis.load(RedisInventory.scripts());
        PgSettlement settlement =
                new PgSettlement(ids, (campaign, generation, from, to) -> Future.succeededFuture(List.of()));
        RedisCatchUp catchUp =
                new RedisCatchUp(pool, new RedisOutbox(redis), new PgSettling(settlement, new PgRejection(ids)));
        recovery = new RedisRecovery(
                pool,
                redis,
                new RedisReload(pool, redis, catchUp, new Random(3)),
                new PgReloadWanted(pool, () -> {}),
                RedisInventory.scripts());
    }

    /** The id of a campaign that sold nothing and ended. */
    String ended() {
        List<Offer> offers = List.of(new Offer("buns", "Buns", Money.ofFen(990), Money.ofFen(990), 10));
        String id = get(campaigns.create(new Draft("flash_sale", PlainTerms.now(), offers), "olive"))
                .campaign()
                .id();
        get(campaigns.submit(id, "olive", ""));
        get(campaigns.approve(id, "rita", ""));
        get(recovery.step());
        get(campaigns.end(id, "olive", ""));
        get(tells.step());
        return id;
    }

    int windUp() {
        sql("UPDATE campaign SET next_look_at = now()");
        return get(windUp.step());
    }

    int tell() {
        return get(tells.step());
    }

    int release() {
        return get(new RedisReleases(pool, inventory).step());
    }

    int recover() {
        return get(recovery.step());
    }

    int sweep() {
        sql("UPDATE archived_campaign SET next_look_at = now()");
        return get(archive.step());
    }

    String state(String id) {
        return text("SELECT state FROM campaign WHERE id = $1::text", id);
    }

    /** The first column of the only row, as text. */
    String text(String query, Object... values) {
        return String.valueOf(get(pool.preparedQuery(query).execute(Tuple.from(values)))
                .iterator()
                .next()
                .getValue(0));
    }

    void sql(String statement, Object... values) {
        get(pool.preparedQuery(statement).execute(Tuple.from(values)));
    }

    String hash(String id, String field) {
        return redis.run("HGET", new CampaignKeys(id).campaign(), field);
    }

    void setHash(String id, String field, String value) {
        redis.run("HSET", new CampaignKeys(id).campaign(), field, value);
    }
}
