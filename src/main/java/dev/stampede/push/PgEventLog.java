package dev.stampede.push;

import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The events by position. Only what is told outside is ever read. */
public final class PgEventLog {
    private static final String HEAD = "SELECT numbered_through FROM event_relay";
    private static final String COLUMNS =
            "SELECT position, id, type, campaign_id, at, data::text AS data FROM logged_event ";
    private static final String AFTER = COLUMNS + """
            WHERE run_through > $1::bigint AND position > $1::bigint AND type = ANY ($2::text[])
            ORDER BY run_through, position LIMIT $3::int
            """;
    /** What nobody here waits for is left out by its type, before runs are taken apart. */
    private static final String FOR_FEED = COLUMNS + """
            WHERE run_through > $1::bigint AND position > $1::bigint AND position <= $2::bigint
              AND run_after < $2::bigint AND type = ANY ($3::text[])
              AND (type LIKE 'campaign.%' OR (type LIKE 'order.%' AND cardinality($4::text[]) > 0)
                OR (type LIKE 'formation.%' AND cardinality($5::text[]) > 0))
              AND (type LIKE 'campaign.%' OR (type LIKE 'order.%' AND data ->> 'shopperId' = ANY ($4::text[]))
                OR (type LIKE 'formation.%' AND data ->> 'formationId' = ANY ($5::text[])))
            ORDER BY run_through, position LIMIT $6::int
            """;

    private static final String OF_FORMATION = COLUMNS + """
            WHERE run_through > $2::bigint AND position > $2::bigint AND position <= $3::bigint
              AND run_after < $3::bigint
              AND type LIKE 'formation.%' AND type = ANY ($4::text[]) AND data ->> 'formationId' = $1::text
            ORDER BY run_through DESC, position DESC LIMIT $5::int
            """;
    private static final String OF_CAMPAIGN = COLUMNS + """
            WHERE campaign_id = $1::text AND position <= $2::bigint AND run_after < $2::bigint
              AND type LIKE 'campaign.%' AND type = ANY ($3::text[])
            ORDER BY run_through DESC, position DESC LIMIT $4::int
            """;
    private static final String OF_SHOPPER = COLUMNS + """
            WHERE run_through > $2::bigint AND position > $2::bigint AND position <= $3::bigint
              AND run_after < $3::bigint
              AND type LIKE 'order.%' AND type = ANY ($4::text[]) AND data ->> 'shopperId' = $1::text
            ORDER BY run_through DESC, position DESC LIMIT $5::int
            """;

    private final Pool pool;
    private final String[] told = EventType.words();

    public PgEventLog(Pool pool) {
        this.pool = pool;
    }

    /** The newest position; 0 before the first event. */
    public Future<Long> head() {
        return pool.query(HEAD).execute().map(rows -> rows.iterator().next().getLong("numbered_through"));
    }

    /** The events behind a position, oldest first, at most {@code limit}. */
    public Future<List<LoggedEvent>> after(long position, int limit) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(position, told, limit))
                .map(PgEventLog::read);
    }

    /**
     * The same up to {@code through}: the campaigns' own events, those of the orders of these shoppers, and those of these
     * formations.
     */
    public Future<List<LoggedEvent>> between(
            long after, long through, List<String> shoppers, List<String> formations, int limit) {
        Tuple values = Tuple.of(after, through, told, shoppers.toArray(String[]::new))
                .addArrayOfString(formations.toArray(String[]::new))
                .addInteger(limit);
        return pool.preparedQuery(FOR_FEED).execute(values).map(PgEventLog::read);
    }

    /** The campaign's own events up to {@code through}, newest first, at most {@code limit}. */
    public Future<List<LoggedEvent>> newestOf(String campaignId, long through, int limit) {
        return pool.preparedQuery(OF_CAMPAIGN)
                .execute(Tuple.of(campaignId, through, told, limit))
                .map(PgEventLog::read);
    }

    /** The events of one shopper's orders between two positions, newest first. It looks at every event there is between. */
    public Future<List<LoggedEvent>> newestFor(String shopperId, long after, long through, int limit) {
        return pool.preparedQuery(OF_SHOPPER)
                .execute(Tuple.of(shopperId, after, through, told, limit))
                .map(PgEventLog::read);
    }

    /** The events of one formation between two positions, likewise. */
    public Future<List<LoggedEvent>> newestIn(String formationId, long after, long through, int limit) {
        return pool.preparedQuery(OF_FORMATION)
                .execute(Tuple.of(formationId, after, through, told, limit))
                .map(PgEventLog::read);
    }

    static List<LoggedEvent> read(RowSet<Row> rows) {
        return rows.stream().map(PgEventLog::read).toList();
    }

    private static LoggedEvent read(Row row) {
        return new LoggedEvent(
                row.getLong("position"),
                row.getString("id"),
                row.getString("type"),
                row.getString("campaign_id"),
                row.getOffsetDateTime("at").toInstant(),
                Json.readOwn(row.getString("data")));
    }
}
