package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/** Dissolves the formations of cancelled campaigns, and gives everybody in them everything back that was not handed out. */
public final class PgCancelledFormations {
    private static final Why WHY = Why.of("campaign_cancelled");

    /** A campaign at a time, by the LIMIT: mostly there is none, and then no formation is looked at. */
    private static final String DUE = """
            SELECT f.id FROM campaign c CROSS JOIN LATERAL (
              SELECT g.id FROM formation g
              WHERE g.campaign_id = c.id
                AND (g.state IN ('forming', 'formed')
                  OR EXISTS (SELECT FROM orders o
                             WHERE o.formation_id = g.id AND o.state IN ('held', 'paid', 'settled')))
              LIMIT $1::int) f
            WHERE c.state = 'cancelled' AND NOT EXISTS (SELECT FROM cleared_campaign d WHERE d.campaign_id = c.id)
            LIMIT $1::int
            """;

    private final PgOneByOne due;
    private final PgFormationMoves formations;
    private final PgReturns returns;

    public PgCancelledFormations(Pool pool, Supplier<String> ids) {
        this.due = new PgOneByOne(pool, DUE, "true", this::dissolve);
        this.formations = new PgFormationMoves(ids);
        this.returns = new PgReturns(ids);
    }

    /** Dissolves at most 16 formations, and says how many. */
    public Future<Integer> step() {
        return due.step();
    }

    private Future<Void> dissolve(SqlConnection connection, Formation formation) {
        return PgMember.lockAll(connection, formation.id())
                .compose(live -> returns.all(connection, live, OrderState.CANCELLED, "campaign", WHY))
                .compose(given -> switch (formation.state()) {
                    case FORMING -> formations.end(connection, formation, FormationState.DISSOLVED, WHY.cause());
                    case FORMED ->
                        formation.hasSeats()
                                ? formations.undo(connection, formation, WHY.cause())
                                : formations.end(connection, formation, FormationState.DISSOLVED, WHY.cause());
                    case LAPSED, DISSOLVED, CLAIMED -> Future.succeededFuture();
                });
    }
}
