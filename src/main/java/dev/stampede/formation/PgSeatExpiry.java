package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/** Ends orders in formations that were not paid in time. Any number of nodes may step at once. */
public final class PgSeatExpiry {
    private static final Why WHY = Why.of("not_paid_in_time");
    private static final String DUE = """
            SELECT DISTINCT d.formation_id AS id
            FROM (SELECT o.formation_id FROM orders o
                  WHERE o.state = 'held' AND o.pay_by < now() AND o.formation_id IS NOT NULL
                  ORDER BY o.pay_by LIMIT 200) d
            LIMIT $1::int
            """;

    private final PgOneByOne due;
    private final PgDepartures departures;
    private final PgClaims claims;

    public PgSeatExpiry(Pool pool, Supplier<String> ids) {
        this.due = new PgOneByOne(pool, DUE, "true", this::expire);
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
