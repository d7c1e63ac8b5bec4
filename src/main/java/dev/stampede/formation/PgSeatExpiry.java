package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/**
 * Ends orders in formations that were not paid in time. A formation of seats whose own time is over is left to
 * {@link PgDeadlines}, so that it always ends in one way. Any number of nodes may step at once.
 */
public final class PgSeatExpiry {
    private static final Why WHY = Why.of("not_paid_in_time");
    private static final String IN_TIME = "(f.form = 'cuts' OR f.state <> 'forming' OR f.deadline_at > now())";

    /**
     * Looks at the longest overdue alone: when a campaign closes on thousands of formations, all their seats are due, and wait for
     * them to lapse, which goes on in the same order.
     */
    private static final String DUE = """
            SELECT DISTINCT o.formation_id AS id
            FROM (SELECT formation_id FROM orders
                  WHERE state = 'held' AND pay_by < now() AND formation_id IS NOT NULL
                  ORDER BY pay_by LIMIT 2000) o
            JOIN formation f ON f.id = o.formation_id
            WHERE @in_time
            LIMIT $1::int
            """.replace("@in_time", IN_TIME);

    private final PgOneByOne due;
    private final PgDepartures departures;
    private final PgClaims claims;

    public PgSeatExpiry(Pool pool, Supplier<String> ids) {
        this.due = new PgOneByOne(pool, DUE, IN_TIME, this::expire);
        this.departures = new PgDepartures(ids);
        this.claims = new PgClaims(ids);
    }

    /** Expires what is due in at most 16 formations, and says in how many. */
    public Future<Integer> step() {
        return due.step();
    }

    private Future<Void> expire(SqlConnection connection, Formation formation) {
        return PgMember.lockDue(connection, formation.id()).compose(members -> {
            if (members.isEmpty()) {
                return Future.succeededFuture();
            }
            return formation.hasSeats()
                    ? departures.endHeld(connection, formation, members, OrderState.EXPIRED, WHY)
                    : claims.lost(connection, formation, members.get(0).orderId(), OrderState.EXPIRED, WHY);
        });
    }
}
