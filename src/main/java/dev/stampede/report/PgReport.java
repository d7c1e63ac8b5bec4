package dev.stampede.report;

import dev.stampede.money.Money;
import dev.stampede.report.Report.FromSource;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up a campaign's report from one snapshot of Postgres. It reads all its orders: for operators, not for a crowd. */
public final class PgReport {
    private static final String SNAPSHOT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '20s'";

    /** Units that come back at an instant are counted before those that go. */
    private static final String CAMPAIGN = """
            WITH stock AS (
              SELECT sum(granted - withdrawn) AS allocated, sum(held) AS held, sum(sold) AS sold
              FROM offer WHERE campaign_id = $1::text),
            moved AS (
              SELECT created_at AS at, quantity AS units FROM orders
              WHERE campaign_id = $1::text AND void_reason IS NULL
              UNION ALL
              SELECT h.at, CASE WHEN h.from_state = 'expired' THEN o.quantity ELSE -o.quantity END
              FROM orders o JOIN order_history h ON h.order_id = o.id
              WHERE o.campaign_id = $1::text AND o.void_reason IS NULL
                AND (h.from_state IN ('held', 'paid', 'settled') AND h.to_state IN ('expired', 'cancelled', 'refunding')
                  OR h.from_state = 'expired' AND h.to_state = 'paid')),
            standing AS (SELECT at, sum(units) OVER (ORDER BY at, units) AS taken FROM moved)
            SELECT stock.held::bigint AS held, stock.sold::bigint AS sold,
                   (SELECT min(at) FROM standing WHERE taken >= stock.allocated) AS sold_out_at,
                   CASE WHEN c.approved_at IS NOT NULL THEN greatest(c.opens_at, c.approved_at) END AS opens_at
            FROM campaign c, stock WHERE c.id = $1::text
            """;

    private static final String ANSWERS = "SELECT code, attempts FROM attempt_count WHERE campaign_id = $1::text";
    private static final String STATES = """
            SELECT state, count(*) AS orders FROM orders WHERE campaign_id = $1::text GROUP BY state
            """;
    private static final String SOURCES = """
            SELECT leader_id, chat_group_id, orders, gmv_fen, sum(gmv_fen) OVER ()::bigint AS total_fen
            FROM (SELECT source ->> 'leaderId' AS leader_id, source ->> 'chatGroupId' AS chat_group_id,
                         count(*) AS orders, sum(amount_fen)::bigint AS gmv_fen
                  FROM orders WHERE campaign_id = $1::text AND state IN ('paid', 'settled', 'fulfilled')
                  GROUP BY 1, 2) sold
            ORDER BY gmv_fen DESC, leader_id, chat_group_id LIMIT 1000
            """;

    private final Pool pool;

    public PgReport(Pool pool) {
        this.pool = pool;
    }

    /** The report as of now, or nothing when there is no such campaign. */
    Future<Optional<Report>> of(String campaignId) {
        return pool.withTransaction(connection -> connection
                .query(SNAPSHOT)
                .execute()
                .compose(begun -> read(connection, CAMPAIGN, campaignId))
                .compose(campaign -> campaign.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : with(connection, campaignId, campaign.iterator().next())));
    }

    private static Future<Optional<Report>> with(SqlConnection connection, String campaignId, Row campaign) {
        Future<RowSet<Row>> answers = read(connection, ANSWERS, campaignId);
        Future<RowSet<Row>> states = read(connection, STATES, campaignId);
        Future<RowSet<Row>> sources = read(connection, SOURCES, campaignId);
        Future<FormationFigures> formations = PgFormationFigures.read(connection, campaignId);
        return Future.all(answers, states, sources, formations)
                .map(read -> Optional.of(new Report(
                        counts(answers.result(), "code", "attempts"),
                        campaign.getLong("held"),
                        campaign.getLong("sold"),
                        gmv(sources.result()),
                        counts(states.result(), "state", "orders"),
                        time(campaign, "sold_out_at"),
                        time(campaign, "opens_at"),
                        sources.result().stream().map(PgReport::source).toList(),
                        formations.result())));
    }

    private static Future<RowSet<Row>> read(SqlConnection connection, String query, String campaignId) {
        return connection.preparedQuery(query).execute(Tuple.of(campaignId));
    }

    private static Map<String, Long> counts(RowSet<Row> rows, String word, String count) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach(row -> counts.put(row.getString(word), row.getLong(count)));
        return counts;
    }

    private static Money gmv(RowSet<Row> sources) {
        return sources.size() == 0
                ? Money.ZERO
                : Money.ofFen(sources.iterator().next().getLong("total_fen"));
    }

    private static FromSource source(Row row) {
        return new FromSource(
                row.getString("leader_id"),
                row.getString("chat_group_id"),
                row.getLong("orders"),
                Money.ofFen(row.getLong("gmv_fen")));
    }

    private static @Nullable Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
