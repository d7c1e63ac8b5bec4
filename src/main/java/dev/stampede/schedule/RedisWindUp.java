package dev.stampede.schedule;

import dev.stampede.campaign.CampaignState;
import dev.stampede.campaign.PgCampaignEnds;
import dev.stampede.inventory.RedisInventory;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settles campaigns that have ended, and archives those that were settled long ago. Both happen under the counter lock, with
 * Redis' gate closed and its outbox at the sequence that Postgres has settled: nothing is on its way then.
 */
public final class RedisWindUp {
    private static final int AT_ONCE = 20;

    /** Whoever takes one keeps it from the other nodes for a while; what is not ripe is looked at again then. */
    private static final String DUE = """
            WITH due AS (
              SELECT id FROM campaign
              WHERE state IN ('ended', 'settled') AND next_look_at <= now()
                AND closes_at <= now() - $2::bigint * interval '1 millisecond'
              ORDER BY next_look_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
            UPDATE campaign c SET next_look_at = now() + interval '5 seconds' FROM due WHERE c.id = due.id
            RETURNING c.id, c.state
            """;

    private static final String LOCK = """
            SELECT generation, settled_through FROM campaign_counter WHERE campaign_id = $1::text FOR UPDATE
            """;

    /** What keeps a campaign open, one line for each: whatever can still change an order, or its units in Redis. */
    private static final String OPEN = """
            SELECT EXISTS (SELECT FROM offer WHERE campaign_id = $1::text AND held > 0)
                OR EXISTS (SELECT FROM release WHERE campaign_id = $1::text AND done_at IS NULL)
                OR EXISTS (SELECT FROM refund f JOIN orders o ON o.id = f.order_id
                           WHERE f.done_at IS NULL AND o.campaign_id = $1::text)
                OR EXISTS (SELECT FROM payment p JOIN orders o ON o.id = p.order_id
                           WHERE NOT p.applied AND p.returned_fen = 0 AND o.campaign_id = $1::text)
                OR EXISTS (SELECT FROM formation WHERE campaign_id = $1::text
                             AND (state = 'forming' OR (state = 'formed' AND form = 'cuts')))
                OR EXISTS (SELECT FROM reload_wanted WHERE campaign_id = $1::text)
                OR EXISTS (SELECT FROM tell_redis WHERE campaign_id = $1::text)
                AS is_open
            """;

    private final Pool pool;
    private final RedisInventory inventory;
    private final PgCampaignEnds ends = new PgCampaignEnds();
    private final Duration grace;
    private final Duration keep;

    /**
     * @param grace how long after closesAt a campaign is left alone
     * @param keep how long Redis goes on answering for a settled campaign
     */
    public RedisWindUp(Pool pool, RedisInventory inventory, Duration grace, Duration keep) {
        this.pool = pool;
        this.inventory = inventory;
        this.grace = grace;
        this.keep = keep;
    }

    /** Looks at the campaigns whose turn it is, at most 20, and says how many it moved. Several nodes may step at once. */
    public Future<Integer> step() {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(AT_ONCE, grace.toMillis()))
                .compose(rows -> {
                    List<Row> due = new ArrayList<>();
                    rows.forEach(due::add);
                    return moveFrom(due, 0, 0);
                });
    }

    private Future<Integer> moveFrom(List<Row> due, int next, int moved) {
        return next == due.size()
                ? Future.succeededFuture(moved)
                : move(due.get(next)).compose(done -> moveFrom(due, next + 1, moved + (done ? 1 : 0)));
    }

    private Future<Boolean> move(Row due) {
        String id = due.getString("id");
        boolean isSettled = CampaignState.SETTLED.word().equals(due.getString("state"));
        return pool.withTransaction(db -> db.preparedQuery(LOCK)
                .execute(Tuple.of(id))
                .compose(counter -> isStill(db, id, counter))
                .compose(still -> still
                        ? isSettled ? ends.archive(db, id) : ends.settle(db, id, keep)
                        : Future.succeededFuture(false)));
    }

    /** First Postgres, then Redis: a gate is closed only where nothing needs it any more. */
    private Future<Boolean> isStill(SqlConnection db, String id, RowSet<Row> counter) {
        if (counter.size() == 0) {
            return Future.succeededFuture(false);
        }
        Row place = counter.iterator().next();
        long settledThrough = place.getLong("settled_through");
        return db.preparedQuery(OPEN)
                .execute(Tuple.of(id))
                .compose(open -> open.iterator().next().getBoolean("is_open")
                        ? Future.succeededFuture(false)
                        : inventory.close(id, place.getLong("generation")).map(sequence -> sequence.filter(
                                        newest -> newest == settledThrough)
                                .isPresent()));
    }
}
