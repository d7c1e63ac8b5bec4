package dev.stampede.schedule;

import dev.stampede.inventory.RedisInventory;
import dev.stampede.inventory.RedisInventory.Told;
import dev.stampede.inventory.Release;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives back to Redis what Postgres has given up. A release that Redis can't take now stays pending. */
public final class RedisReleases {
    private static final int MOST_A_CAMPAIGN = 500;
    private static final String PENDING = """
            SELECT r.id, r.campaign_id, r.hold_id, k.generation, m.state = 'archived' AS is_archived,
              coalesce(r.formation_id, '') AS formation_id,
              CASE WHEN f.form = 'seats' AND f.state <> 'forming' THEN 'closed'
                   WHEN f.form = 'cuts' AND f.state IN ('lapsed', 'dissolved') THEN 'closed'
                   WHEN f.form = 'cuts' AND f.state = 'claimed' THEN 'bought'
                   WHEN f.form = 'cuts' AND f.hold_id = f.id AND r.hold_id <> f.id THEN 'keeps'
                   ELSE 'open' END AS standing,
              coalesce(round(extract(epoch FROM f.deadline_at) * 1000)::bigint, 0) AS deadline
            FROM (SELECT DISTINCT campaign_id FROM release WHERE done_at IS NULL) c
            JOIN campaign_counter k ON k.campaign_id = c.campaign_id
            JOIN campaign m ON m.id = c.campaign_id
            CROSS JOIN LATERAL (
              SELECT id, campaign_id, hold_id, formation_id FROM release
              WHERE campaign_id = c.campaign_id AND done_at IS NULL ORDER BY id LIMIT $1::int) r
            LEFT JOIN formation f ON f.id = r.formation_id
            ORDER BY r.id
            """;
    private static final String DONE = "UPDATE release SET done_at = now() WHERE id = ANY ($1::bigint[])";

    private final Pool pool;
    private final RedisInventory inventory;

    public RedisReleases(Pool pool, RedisInventory inventory) {
        this.pool = pool;
        this.inventory = inventory;
    }

    private record Pending(long generation, boolean isArchived, List<Long> ids, List<Release> releases) {}

    /** Works off pending releases, and says how many are done. */
    public Future<Integer> step() {
        return pool.preparedQuery(PENDING).execute(Tuple.of(MOST_A_CAMPAIGN)).compose(rows -> {
            Map<String, Pending> byCampaign = new LinkedHashMap<>();
            for (Row row : rows) {
                Pending pending = byCampaign.computeIfAbsent(
                        row.getString("campaign_id"),
                        id -> new Pending(
                                row.getLong("generation"),
                                row.getBoolean("is_archived"),
                                new ArrayList<>(),
                                new ArrayList<>()));
                pending.ids().add(row.getLong("id"));
                pending.releases()
                        .add(new Release(
                                row.getString("hold_id"),
                                row.getString("formation_id"),
                                row.getString("standing"),
                                row.getLong("deadline")));
            }
            List<Future<Integer>> given = new ArrayList<>();
            byCampaign.forEach((campaignId, pending) -> given.add(give(campaignId, pending)));
            return Future.join(given)
                    .map(done -> given.stream().mapToInt(Future::result).sum());
        });
    }

    private Future<Integer> give(String campaignId, Pending pending) {
        // Redis has forgotten an archived campaign, units and all.
        Future<Told> released = pending.isArchived()
                ? Future.succeededFuture(Told.OK)
                : inventory.release(campaignId, pending.generation(), pending.releases());
        return released.compose(told -> told == Told.OK
                ? pool.preparedQuery(DONE)
                        .execute(Tuple.of((Object) pending.ids().toArray(Long[]::new)))
                        .map(done -> pending.ids().size())
                : Future.succeededFuture(0));
    }
}
