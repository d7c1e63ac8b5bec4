package dev.stampede.campaign;

import dev.stampede.campaign.PgCampaignLog.Fact;
import dev.stampede.campaign.PgCampaignLog.Move;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Announces, opens and ends campaigns when their time has come, by the clock of Postgres. Redis compares the times on its
 * own, so none of this raises the revision or is told to Redis.
 */
public final class PgCampaignClock {
    private static final int AT_ONCE = 100;

    private static final String TO_ANNOUNCE =
            "state IN ('scheduled', 'live', 'paused') AND announced_at IS NULL AND announce_at <= now()";
    private static final String TO_OPEN = "state = 'scheduled' AND opens_at <= now()";
    private static final String TO_END = "state IN ('live', 'paused') AND closes_at <= now()";

    /** What a step has to do; mostly nothing, and an opening must not wait for a look at what is not due. */
    private static final String DUE = """
            SELECT EXISTS (SELECT FROM campaign WHERE %s) AS announcing,
                   EXISTS (SELECT FROM campaign WHERE %s) AS opening,
                   EXISTS (SELECT FROM campaign WHERE %s) AS ending
            """.formatted(TO_ANNOUNCE, TO_OPEN, TO_END);

    private static final String ANNOUNCE = """
            WITH due AS (
              SELECT id FROM campaign
              WHERE @due
              ORDER BY announce_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
            UPDATE campaign c SET announced_at = now()
            FROM due WHERE c.id = due.id
            RETURNING c.id, c.kind, c.title, c.opens_at, c.closes_at,
                      now() - c.announce_at > interval '10 seconds' AS is_late
            """.replace("@due", TO_ANNOUNCE);

    /** Shoppers hear of a campaign before they hear that it is open, even when a step has more to do than it may. */
    private static final String OPEN = """
            WITH due AS (
              SELECT id, state FROM campaign
              WHERE @due AND announced_at IS NOT NULL
              ORDER BY opens_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
            UPDATE campaign c SET state = 'live'
            FROM due WHERE c.id = due.id
            RETURNING c.id, c.kind, c.title, c.opens_at, c.closes_at, due.state AS from_state, c.state,
                      now() - c.opens_at > interval '10 seconds' AS is_late
            """.replace("@due", TO_OPEN);

    private static final String END = """
            WITH due AS (
              SELECT id, state FROM campaign
              WHERE @due
              ORDER BY closes_at LIMIT $1::int FOR UPDATE SKIP LOCKED)
            UPDATE campaign c SET state = 'ended'
            FROM due WHERE c.id = due.id
            RETURNING c.id, c.kind, c.title, c.opens_at, c.closes_at, due.state AS from_state, c.state,
                      now() - c.closes_at > interval '10 seconds' AS is_late
            """.replace("@due", TO_END);

    private static final String NEXT = """
            SELECT ceil(extract(epoch FROM min(due) - clock_timestamp()) * 1000)::bigint AS ms FROM (
              SELECT min(announce_at) AS due FROM campaign
              WHERE announced_at IS NULL AND state IN ('scheduled', 'live', 'paused')
              UNION ALL
              SELECT min(opens_at) FROM campaign WHERE state = 'scheduled'
              UNION ALL
              SELECT min(closes_at) FROM campaign WHERE state IN ('live', 'paused')) next
            """;

    private final Pool pool;
    private final PgCampaignLog log;

    /** @param ids makes the ids of events */
    public PgCampaignClock(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.log = new PgCampaignLog(ids);
    }

    /** Does what is due, at most 100 of each sort, and says how much it did. Several nodes may step at once. */
    public Future<Integer> step() {
        return pool.preparedQuery(DUE)
                .execute()
                .map(rows -> rows.iterator().next())
                .compose(this::step);
    }

    /** What has just opened may have slept through its end too. */
    private Future<Integer> step(Row due) {
        return when(due.getBoolean("announcing"), this::announce)
                .compose(announced -> when(due.getBoolean("opening"), this::open)
                        .compose(opened -> when(opened > 0 || due.getBoolean("ending"), this::end)
                                .map(ended -> announced + opened + ended)));
    }

    private static Future<Integer> when(boolean isDue, Supplier<Future<Integer>> work) {
        return isDue ? work.get() : Future.succeededFuture(0);
    }

    /** How many ms from now the next one is due, 1 at least and {@code most} at most. */
    public Future<Long> untilNext(long most) {
        return pool.preparedQuery(NEXT)
                .execute()
                .map(rows -> rows.iterator().next().getLong("ms"))
                .map(ms -> ms == null ? most : Math.max(1, Math.min(most, ms)));
    }

    private Future<Integer> announce() {
        return pool.withTransaction(connection -> due(connection, ANNOUNCE)
                .compose(rows -> log.happened(connection, PgCampaignLog.ANNOUNCED, facts(rows))
                        .map(rows.size())));
    }

    private Future<Integer> open() {
        return pool.withTransaction(connection -> due(connection, OPEN)
                .compose(rows -> moved(connection, rows, PgCampaignLog.OPENED, PgCampaignLog.TIME_TO_OPEN)));
    }

    private Future<Integer> end() {
        return pool.withTransaction(connection -> due(connection, END)
                .compose(rows -> moved(connection, rows, PgCampaignLog.ENDED, PgCampaignLog.TIME_TO_CLOSE)));
    }

    private static Future<RowSet<Row>> due(SqlConnection connection, String update) {
        return connection.preparedQuery(update).execute(Tuple.of(AT_ONCE));
    }

    private Future<Integer> moved(SqlConnection connection, RowSet<Row> rows, String event, String reason) {
        List<Move> moves = new ArrayList<>();
        for (Row row : rows) {
            moves.add(new Move(
                    row.getString("id"),
                    CampaignState.ofWord(row.getString("from_state")),
                    CampaignState.ofWord(row.getString("state")),
                    PgCampaignLog.SCHEDULE,
                    reason));
        }
        return log.moved(connection, moves)
                .compose(done -> log.happened(connection, event, facts(rows)))
                .map(rows.size());
    }

    private static List<Fact> facts(RowSet<Row> rows) {
        List<Fact> facts = new ArrayList<>();
        rows.forEach(row -> facts.add(row.getBoolean("is_late") ? Fact.of(row).late() : Fact.of(row)));
        return facts;
    }
}
