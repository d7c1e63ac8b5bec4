package dev.stampede.schedule;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.campaign.RedisTold;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.inventory.RedisInventory.Told;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells Redis about changed campaigns: the whole definition at its newest revision, never a step. */
public final class RedisTells implements RedisTold {
    private static final int MOST_A_STEP = 100;
    private static final int LOOKS = 80;
    private static final long LOOK_EVERY_MS = 25;
    private static final String PENDING = """
            SELECT t.campaign_id, k.generation FROM tell_redis t JOIN campaign_counter k USING (campaign_id)
            ORDER BY t.at LIMIT $1::int
            """;
    private static final String DONE = "DELETE FROM tell_redis WHERE campaign_id = $1::text AND revision <= $2::bigint";
    private static final String STILL_TO_TELL = """
            SELECT EXISTS (SELECT FROM tell_redis WHERE campaign_id = $1::text)
                OR EXISTS (SELECT FROM reload_wanted WHERE campaign_id = $1::text) AS pending
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final PgCampaigns campaigns;
    private final RedisInventory inventory;
    private final Runnable wake;

    /** @param wake called when there is something to tell, from any thread */
    public RedisTells(Vertx vertx, Pool pool, PgCampaigns campaigns, RedisInventory inventory, Runnable wake) {
        this.vertx = vertx;
        this.pool = pool;
        this.campaigns = campaigns;
        this.inventory = inventory;
        this.wake = wake;
    }

    /** Works off pending changes, and says how many Redis has taken. */
    public Future<Integer> step() {
        return pool.preparedQuery(PENDING).execute(Tuple.of(MOST_A_STEP)).compose(rows -> {
            List<Future<Integer>> told = new ArrayList<>();
            for (Row row : rows) {
                told.add(tell(row.getString("campaign_id"), row.getLong("generation")));
            }
            return Future.join(told)
                    .map(done -> told.stream().mapToInt(Future::result).sum());
        });
    }

    /** Whether Redis takes the campaign's newest revision within 2 s. */
    @Override
    public Future<Boolean> told(String campaignId) {
        wake.run();
        return told(campaignId, LOOKS);
    }

    private Future<Boolean> told(String campaignId, int looksLeft) {
        return pool.preparedQuery(STILL_TO_TELL)
                .execute(Tuple.of(campaignId))
                .map(rows -> rows.iterator().next().getBoolean("pending"))
                .compose(pending -> {
                    if (!pending || looksLeft == 0) {
                        return Future.succeededFuture(!pending);
                    }
                    return vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)
                            .compose(waited -> told(campaignId, looksLeft - 1));
                });
    }

    private Future<Integer> tell(String campaignId, long generation) {
        return campaigns.find(campaignId).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(0);
            }
            Campaign campaign = found.get().campaign();
            return inventory
                    .define(campaign, generation)
                    .compose(told -> EnumSet.of(Told.OK, Told.OLDER).contains(told)
                            ? pool.preparedQuery(DONE)
                                    .execute(Tuple.of(campaignId, campaign.revision()))
                                    .map(done -> 1)
                            : Future.succeededFuture(0));
        });
    }
}
