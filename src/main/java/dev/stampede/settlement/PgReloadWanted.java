package dev.stampede.settlement;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wish that a campaign be loaded anew: a row that any node can fulfil, deleted last. */
public final class PgReloadWanted {
    private static final Logger LOG = LoggerFactory.getLogger(PgReloadWanted.class);
    static final String WANT = """
            INSERT INTO reload_wanted (campaign_id, reason)
            SELECT $1::text, $2::text WHERE NOT EXISTS (SELECT FROM campaign WHERE id = $1::text AND state = 'archived')
            ON CONFLICT (campaign_id) DO UPDATE SET reason = excluded.reason, at = clock_timestamp()
            """;
    private static final String WANT_ALL = """
            INSERT INTO reload_wanted (campaign_id, reason)
            SELECT k.campaign_id, $1::text FROM campaign_counter k JOIN campaign c ON c.id = k.campaign_id
            WHERE c.state <> 'archived'
            ON CONFLICT (campaign_id) DO UPDATE SET reason = excluded.reason, at = clock_timestamp()
            RETURNING campaign_id, at
            """;

    private final Pool pool;
    private final Runnable wake;

    /** @param wake called after each wish, so that nobody has to wait for the next look */
    public PgReloadWanted(Pool pool, Runnable wake) {
        this.pool = pool;
        this.wake = wake;
    }

    public Future<Void> want(String campaignId, String reason) {
        LOG.atWarn()
                .addKeyValue("campaignId", campaignId)
                .log("campaign {} is to be loaded anew: {}", campaignId, reason);
        return want(pool, campaignId, reason).onSuccess(wanted -> wake.run());
    }

    static Future<Void> want(SqlClient db, String campaignId, String reason) {
        return db.preparedQuery(WANT).execute(Tuple.of(campaignId, reason)).mapEmpty();
    }

    /** What is wanted for one campaign; wanted again, it is another wish. */
    record Wish(String campaignId, OffsetDateTime at) {
        static List<Wish> of(RowSet<Row> rows) {
            return rows.stream()
                    .map(row -> new Wish(row.getString("campaign_id"), row.getOffsetDateTime("at")))
                    .toList();
        }
    }

    /** The oldest wishes. */
    Future<List<Wish>> wishes() {
        return pool.query("SELECT campaign_id, at FROM reload_wanted ORDER BY at LIMIT 100")
                .execute()
                .map(Wish::of);
    }

    /** Wishes that every campaign which is not archived be loaded anew. */
    Future<List<Wish>> wantAll(String reason) {
        return pool.preparedQuery(WANT_ALL).execute(Tuple.of(reason)).map(Wish::of);
    }

    /** Takes the wish away, unless it was wished again since. */
    Future<Void> fulfilled(Wish wish) {
        return pool.preparedQuery("DELETE FROM reload_wanted WHERE campaign_id = $1::text AND at = $2::timestamptz")
                .execute(Tuple.of(wish.campaignId(), wish.at()))
                .mapEmpty();
    }
}
