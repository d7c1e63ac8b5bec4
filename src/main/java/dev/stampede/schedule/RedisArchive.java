package dev.stampede.schedule;

import dev.stampede.inventory.RedisInventory;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/**
 * Deletes what Redis and the settling order still hold of archived campaigns, a bounded piece a step. It does so twice, a minute
 * apart: a reload that was under way when the campaign was archived may have written once more.
 */
public final class RedisArchive {
    private static final int BATCHES_AT_ONCE = 5_000;

    /** Whoever takes one keeps it from the other nodes for a while. */
    private static final String DUE = """
            UPDATE archived_campaign a SET next_look_at = now() + interval '5 seconds'
            WHERE a.campaign_id = (
              SELECT campaign_id FROM archived_campaign WHERE next_look_at <= now()
              ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING a.campaign_id, a.is_swept
            """;

    private static final String DELETE = """
            DELETE FROM settled_batch WHERE campaign_id = $1::text AND sequence IN (
              SELECT sequence FROM settled_batch WHERE campaign_id = $1::text ORDER BY sequence LIMIT $2::int)
            """;
    private static final String SWEPT = """
            UPDATE archived_campaign SET is_swept = true, next_look_at = now() + interval '1 minute'
            WHERE campaign_id = $1::text
            """;
    private static final String AGAIN =
            "UPDATE archived_campaign SET next_look_at = now() WHERE campaign_id = $1::text";
    private static final String DONE = "DELETE FROM archived_campaign WHERE campaign_id = $1::text";

    private final Pool pool;
    private final RedisInventory inventory;

    public RedisArchive(Pool pool, RedisInventory inventory) {
        this.pool = pool;
        this.inventory = inventory;
    }

    /** Works on one campaign, and says how many rows and campaigns it has done with. */
    public Future<Integer> step() {
        return pool.query(DUE).execute().compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(0);
            }
            Row due = rows.iterator().next();
            return sweep(due.getString("campaign_id"), due.getBoolean("is_swept"));
        });
    }

    private Future<Integer> sweep(String campaignId, boolean isSwept) {
        return inventory
                .forget(campaignId)
                .compose(forgotten -> pool.preparedQuery(DELETE).execute(Tuple.of(campaignId, BATCHES_AT_ONCE)))
                .compose(deleted -> {
                    boolean hasMore = deleted.rowCount() == BATCHES_AT_ONCE;
                    String next = hasMore ? AGAIN : isSwept ? DONE : SWEPT;
                    return pool.preparedQuery(next)
                            .execute(Tuple.of(campaignId))
                            .map(done -> deleted.rowCount() + 1);
                });
    }
}
