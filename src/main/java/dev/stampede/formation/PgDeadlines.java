package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/**
 * Ends what was not complete in time: it forms with who has paid, where the rules say so, or it lapses and everybody gets
 * everything back. Any number of nodes may step at once.
 */
public final class PgDeadlines {
    private static final Why LAPSED = Why.of("lapsed");

    /** A claim stops the clock. */
    private static final String OVERDUE = """
            (f.state = 'forming' OR (f.state = 'formed' AND f.form = 'cuts'))
              AND f.deadline_at <= now() AND f.claim_order_id IS NULL
            """;

    private static final String DUE =
            "SELECT f.id FROM formation f WHERE " + OVERDUE + " ORDER BY f.deadline_at LIMIT $1::int";

    /**
     * Nobody can complete what is still forming when its campaign is over, unless it may be joined then too. A campaign at a time,
     * by the LIMIT: while none is over, no formation is looked at. With the change in the same statement all were, on a plan that
     * Postgres had made while there were few.
     */
    private static final String BEHIND_THE_END = """
            SELECT f.id FROM campaign c CROSS JOIN LATERAL (
              SELECT id FROM formation
              WHERE campaign_id = c.id AND state = 'forming' AND deadline_at > c.closes_at
                AND NOT coalesce((rules ->> 'joinsAfterClose')::boolean, false)
              LIMIT $1::int) f
            WHERE c.state = 'ended'
            LIMIT $1::int
            """;

    private static final String CUT_SHORT = """
            UPDATE formation f SET deadline_at = c.closes_at FROM campaign c
            WHERE c.id = f.campaign_id AND f.id IN (
              SELECT id FROM formation WHERE id = ANY ($1::text[]) AND state = 'forming' FOR UPDATE SKIP LOCKED)
            """;

    private static final int MOST_CUT_SHORT = 500;

    private final Pool pool;
    private final PgOneByOne due;
    private final PgForming forming;
    private final PgFormationMoves formations;
    private final PgReturns returns;

    public PgDeadlines(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.due = new PgOneByOne(pool, DUE, OVERDUE, this::end);
        this.forming = new PgForming(ids);
        this.formations = new PgFormationMoves(ids);
        this.returns = new PgReturns(ids);
    }

    /**
     * Ends what is due, at most 16 formations. When that was all, it cuts those short whose campaign is over, at most 500: they
     * were due behind all others. Says of how many it took care.
     */
    public Future<Integer> step() {
        return due.step()
                .compose(ended -> due.isFull(ended)
                        ? Future.succeededFuture(ended)
                        : cutShort().map(cut -> ended + cut));
    }

    private Future<Integer> cutShort() {
        return pool.preparedQuery(BEHIND_THE_END)
                .mapping(row -> row.getString("id"))
                .execute(Tuple.of(MOST_CUT_SHORT))
                .map(found -> found.stream().toArray(String[]::new))
                .compose(ids -> ids.length == 0
                        ? Future.succeededFuture(0)
                        : pool.preparedQuery(CUT_SHORT)
                                .execute(Tuple.of((Object) ids))
                                .map(SqlResult::rowCount));
    }

    private Future<Void> end(SqlConnection connection, Formation formation) {
        return PgMember.lockAll(connection, formation.id())
                .compose(live -> formation.rules().match(rules -> PgForming.isEnough(rules, live), cuts -> false)
                        ? forming.form(connection, formation, live, "settled_at_size", null)
                        : lapse(connection, formation, live));
    }

    private Future<Void> lapse(SqlConnection connection, Formation formation, List<PgMember> live) {
        int progress = formation.hasSeats() ? formation.paid() : formation.cuts();
        return returns.all(connection, live, OrderState.EXPIRED, "lapse", LAPSED)
                .compose(given -> formations.end(connection, formation, FormationState.LAPSED, "deadline"))
                .compose(ended -> formations.tell(
                        connection, "formation.lapsed", formation, progress, formation.priceNow(), null));
    }
}
