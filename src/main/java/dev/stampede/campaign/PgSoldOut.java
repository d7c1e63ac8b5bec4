package dev.stampede.campaign;

import dev.stampede.campaign.PgCampaignLog.Fact;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tells when a live campaign has nothing left, and when it has something again. What is committed is compared with what was
 * told last, so that a unit that comes and goes between two steps is no news.
 */
public final class PgSoldOut {
    static final String SOLD_OUT = "campaign.sold_out";
    static final String RESTOCKED = "campaign.restocked";

    private static final int AT_ONCE = 100;
    private static final String DUE = """
            FROM campaign c, LATERAL (
                SELECT bool_and(o.held + o.sold >= o.granted - o.withdrawn) AS is_empty
                FROM offer o WHERE o.campaign_id = c.id) s
              WHERE c.state = 'live' AND c.sold_out <> s.is_empty""";

    /** Mostly nothing changed, and that takes no transaction to see. */
    private static final String IS_ANY = "SELECT EXISTS (SELECT " + DUE + ") AS is_any";

    private static final String CHANGED = """
            WITH due AS (
              SELECT c.id, s.is_empty @due
              ORDER BY c.id LIMIT $1::int FOR UPDATE OF c SKIP LOCKED)
            UPDATE campaign c SET sold_out = due.is_empty
            FROM due WHERE c.id = due.id AND c.sold_out <> due.is_empty
            RETURNING c.id, c.kind, c.title, c.opens_at, c.closes_at, c.sold_out
            """.replace("@due", DUE);

    private final Pool pool;
    private final PgCampaignLog log;

    /** @param ids makes the ids of events */
    public PgSoldOut(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.log = new PgCampaignLog(ids);
    }

    /** Writes the events of at most 100 campaigns, and says how many it wrote. Several nodes may step at once. */
    public Future<Integer> step() {
        return pool.preparedQuery(IS_ANY)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("is_any"))
                .compose(any -> any ? tell() : Future.succeededFuture(0));
    }

    private Future<Integer> tell() {
        return pool.withTransaction(connection -> connection
                .preparedQuery(CHANGED)
                .execute(Tuple.of(AT_ONCE))
                .compose(rows -> {
                    List<Fact> empty = new ArrayList<>();
                    List<Fact> filled = new ArrayList<>();
                    for (Row row : rows) {
                        (row.getBoolean("sold_out") ? empty : filled).add(Fact.of(row));
                    }
                    return log.happened(connection, SOLD_OUT, empty)
                            .compose(done -> log.happened(connection, RESTOCKED, filled))
                            .map(rows.size());
                }));
    }
}
