package dev.stampede.settlement;

import dev.stampede.campaign.CampaignState;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.Gate;
import dev.stampede.redis.Commands;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one cure: writes a campaign's Redis state anew from Postgres, under a new generation. A crash at any step leaves the
 * fence up and the wish standing; whoever comes next begins again.
 */
public final class RedisReload {
    private static final Logger LOG = LoggerFactory.getLogger(RedisReload.class);
    private static final long VERSIONS_A_GENERATION = 1L << 32;
    private static final String PATIENCE = "SET LOCAL statement_timeout = '60s'";
    private static final String LOCK_COUNTER =
            "SELECT generation, settled_through, last_batch_id FROM campaign_counter WHERE campaign_id = $1::text FOR UPDATE";
    private static final String BUMP = """
            UPDATE campaign_counter SET generation = generation + 1 WHERE campaign_id = $1::text RETURNING generation
            """;
    private static final String OFFERS = """
            SELECT sku, granted, withdrawn, held + sold AS taken FROM offer WHERE campaign_id = $1::text
            ORDER BY sku FOR UPDATE
            """;
    private static final String CAMPAIGN = """
            SELECT state, revision, per_shopper_limit, (extract(epoch FROM opens_at) * 1000)::bigint AS opens_at,
                   (extract(epoch FROM closes_at) * 1000)::bigint AS closes_at
            FROM campaign WHERE id = $1::text
            """;
    private static final String LIVE_UNITS = """
            SELECT sku, sum(quantity) AS units FROM (
              SELECT sku, quantity FROM orders
              WHERE campaign_id = $1::text AND state IN ('held', 'paid', 'settled', 'fulfilled')
              UNION ALL
              SELECT sku, 1 FROM formation WHERE campaign_id = $1::text AND hold_id IS NOT NULL) live
            GROUP BY sku
            """;
    private static final String SHOPPERS = """
            SELECT shopper_id, sum(quantity)::bigint AS units FROM (
              SELECT shopper_id, quantity FROM orders
              WHERE campaign_id = $1::text AND state IN ('held', 'paid', 'settled', 'fulfilled')
              UNION ALL
              SELECT opener_id, 1 FROM formation WHERE campaign_id = $1::text AND hold_id IS NOT NULL) live
            GROUP BY shopper_id
            """;
    private static final String REQUESTS = """
            SELECT shopper_id, request_key, fingerprint, id FROM accepted_request WHERE campaign_id = $1::text
            """;
    private static final String HOLDS = """
            SELECT hold_id,
                   concat_ws(' ', shopper_id, sku, quantity, coalesce(formation_id, '-'),
                             CASE WHEN formation_id IS NOT NULL THEN CASE WHEN is_newcomer THEN 'n' ELSE '-' END END) AS hold
            FROM orders WHERE campaign_id = $1::text AND state IN ('held', 'paid', 'settled', 'fulfilled')
            UNION ALL
            SELECT hold_id, concat_ws(' ', opener_id, sku, 1, '-') FROM formation
            WHERE campaign_id = $1::text AND hold_id IS NOT NULL
            UNION ALL
            SELECT c.id, concat_ws(' ', c.shopper_id, f.sku, 0, c.formation_id, c.day)
            FROM cut c JOIN formation f ON f.id = c.formation_id
            WHERE c.campaign_id = $1::text AND c.void_reason IS NULL
            """;

    private final Pool pool;
    private final Commands commands;
    private final RedisCatchUp catchUp;
    private final RandomGenerator random;

    /** @param commands a connection that runs whatever Redis was loaded with */
    public RedisReload(Pool pool, Commands commands, RedisCatchUp catchUp, RandomGenerator random) {
        this.pool = pool;
        this.commands = commands;
        this.catchUp = catchUp;
        this.random = random;
    }

    /** Loads the campaign; its fence stays up until {@link RedisLoader#lowerFence} of the loader that this returns. */
    Future<RedisLoader> load(String campaignId) {
        CampaignKeys keys = new CampaignKeys(campaignId);
        RedisLoader loader = new RedisLoader(commands, keys, HexFormat.of().toHexDigits(random.nextLong()));
        return loader.raiseFence()
                .compose(fenced ->
                        catchUp.settle(campaignId).map(settled -> true).recover(e -> upToDisagreement(campaignId, e)))
                .compose(isAgreed -> pool.withTransaction(db -> bump(db, keys, loader, isAgreed)))
                .compose(loader::campaign)
                .map(done -> loader);
    }

    private static Future<Boolean> upToDisagreement(String campaignId, Throwable e) {
        if (e instanceof Disagreement) {
            LOG.atWarn()
                    .addKeyValue("campaignId", campaignId)
                    .log("campaign {}: what follows in the outbox never happened: {}", campaignId, e.getMessage());
            return Future.succeededFuture(false);
        }
        return Future.failedFuture(e);
    }

    /** Under the counter and offer locks nothing settles and no unit moves, so all rows tell the same story. */
    private Future<List<String>> bump(SqlConnection db, CampaignKeys keys, RedisLoader loader, boolean isAgreed) {
        Tuple id = Tuple.of(keys.campaignId());
        return db.query(PATIENCE)
                .execute()
                .compose(set -> db.preparedQuery(LOCK_COUNTER).execute(id))
                .compose(counter -> isAgreed ? requireSettled(keys, counter) : Future.succeededFuture(counter))
                .compose(counter -> db.preparedQuery(BUMP).execute(id).compose(bumped -> db.preparedQuery(OFFERS)
                        .execute(id)
                        .compose(
                                offers -> db.preparedQuery(CAMPAIGN).execute(id).compose(campaign -> requireSameUnits(
                                                db, id, offers)
                                        .compose(same -> fill(db, keys, loader))
                                        .map(filled -> fields(only(counter), only(bumped), offers, only(campaign)))))));
    }

    /** A node that is at it may have kept the catch-up from the counter: what it has not settled yet must not be forgotten. */
    private Future<RowSet<Row>> requireSettled(CampaignKeys keys, RowSet<Row> counter) {
        long next = only(counter).getLong("settled_through") + 1;
        return new RedisOutbox(commands)
                .range(keys.campaignId(), only(counter).getLong("generation"), next, Long.MAX_VALUE, 1)
                .map(left -> {
                    if (!left.isEmpty()) {
                        throw new IllegalStateException("campaign " + keys.campaignId() + " is still being settled");
                    }
                    return counter;
                });
    }

    private static Future<Void> requireSameUnits(SqlConnection db, Tuple id, RowSet<Row> offers) {
        return db.preparedQuery(LIVE_UNITS).execute(id).map(units -> {
            Map<String, Long> bySku = new HashMap<>();
            units.forEach(row -> bySku.put(row.getString("sku"), row.getLong("units")));
            for (Row offer : offers) {
                long live = bySku.getOrDefault(offer.getString("sku"), 0L);
                if (live != offer.getLong("taken")) {
                    throw new Unsound(
                            id.getString(0),
                            "offer " + offer.getString("sku") + " has " + offer.getLong("taken")
                                    + " units taken, its orders and formations " + live);
                }
            }
            return null;
        });
    }

    private static Future<Void> fill(SqlConnection db, CampaignKeys keys, RedisLoader loader) {
        RedisCopy copy = new RedisCopy(db, loader, keys.campaignId());
        return loader.clear()
                .compose(done -> copy.fill(keys.shopper(), SHOPPERS, (row, pairs) -> {
                    pairs.add(row.getString("shopper_id"));
                    pairs.add(Long.toString(row.getLong("units")));
                }))
                .compose(done -> copy.fill(keys.request(), REQUESTS, (row, pairs) -> {
                    pairs.add(row.getString("shopper_id") + "|" + row.getString("request_key"));
                    // Sequence 0: the row stands, nobody has to wait for it.
                    pairs.add(row.getString("fingerprint") + " " + row.getString("id") + " 0 0");
                }))
                .compose(done -> copy.fill(keys.held(), HOLDS, (row, pairs) -> {
                    pairs.add(row.getString("hold_id"));
                    pairs.add(row.getString("hold"));
                }))
                .compose(done -> new RedisFormations(keys, copy, loader).fill());
    }

    private static List<String> fields(Row counter, Row bumped, RowSet<Row> offers, Row campaign) {
        long generation = bumped.getLong("generation");
        List<String> pairs = new ArrayList<>(List.of(
                "generation", Long.toString(generation),
                "sequence", Long.toString(counter.getLong("settled_through")),
                "batch", counter.getString("last_batch_id"),
                "stockVersion", Long.toString(generation * VERSIONS_A_GENERATION),
                "revision", Long.toString(campaign.getLong("revision")),
                "gate",
                        Gate.of(CampaignState.ofWord(campaign.getString("state")))
                                .word(),
                "opensAt", Long.toString(campaign.getLong("opens_at")),
                "closesAt", Long.toString(campaign.getLong("closes_at")),
                "shopperLimit", Integer.toString(campaign.getInteger("per_shopper_limit"))));
        for (Row offer : offers) {
            String sku = offer.getString("sku");
            long allocated = offer.getLong("granted") - offer.getLong("withdrawn");
            pairs.addAll(List.of("granted:" + sku, Long.toString(offer.getLong("granted"))));
            pairs.addAll(List.of("withdrawn:" + sku, Long.toString(offer.getLong("withdrawn"))));
            pairs.addAll(List.of("left:" + sku, Long.toString(allocated - offer.getLong("taken"))));
            pairs.addAll(List.of("taken:" + sku, Long.toString(offer.getLong("taken"))));
        }
        return pairs;
    }

    private static Row only(RowSet<Row> rows) {
        if (rows.size() != 1) {
            throw new IllegalStateException("a campaign to load without its row or counter");
        }
        return rows.iterator().next();
    }
}
