package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.PgGives;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes members out of what is forming by seats: their orders are given back, the counters fall, the oldest paid member leads
 * when the owner is gone, else the oldest; without anybody it is dissolved.
 */
final class PgDepartures {
    /** The orders of who leaves are no longer live here. The slot is its opener's for as long as he stays. */
    private static final String COUNT = """
            UPDATE formation f SET seats = f.seats - $3::int, paid = f.paid - $4::int, newcomers = f.newcomers - $5::int,
              slot = CASE WHEN f.opener_id = ANY ($2::text[]) THEN NULL ELSE f.slot END,
              owner_id = CASE WHEN f.owner_id = ANY ($2::text[])
                THEN coalesce((SELECT o.shopper_id FROM orders o
                               WHERE o.formation_id = f.id AND o.state IN ('held', 'paid')
                               ORDER BY o.state = 'paid' DESC, o.created_at, o.id LIMIT 1), f.owner_id)
                ELSE f.owner_id END
            WHERE f.id = $1::text
            RETURNING f.seats
            """;

    private final PgGives gives;
    private final PgFormationMoves formations;

    PgDepartures(Supplier<String> ids) {
        this.gives = new PgGives(ids);
        this.formations = new PgFormationMoves(ids);
    }

    /** Those who hold an unpaid seat leave; their orders are {@code CANCELLED} or {@code EXPIRED}. */
    Future<Void> endHeld(
            SqlConnection connection, Formation formation, List<PgMember> members, OrderState to, Why why) {
        return gives.endHeld(connection, PgMember.orders(members), to, why)
                .compose(ended -> without(connection, formation, members));
    }

    /** One who has paid leaves, and gets the money back. */
    Future<Void> returnPaid(SqlConnection connection, Formation formation, PgMember member, Why why) {
        return gives.returnSold(connection, List.of(member.orderId()), OrderState.PAID, "requested", why)
                .compose(returned -> without(connection, formation, List.of(member)));
    }

    private Future<Void> without(SqlConnection connection, Formation formation, List<PgMember> gone) {
        Tuple values = Tuple.of(
                formation.id(),
                gone.stream().map(PgMember::shopperId).toArray(String[]::new),
                gone.size(),
                PgMember.in(OrderState.PAID, gone).size(),
                (int) gone.stream().filter(PgMember::isNewcomer).count());
        return connection
                .preparedQuery(COUNT)
                .execute(values)
                .map(rows -> rows.iterator().next().getInteger("seats"))
                .compose(seats -> seats > 0
                        ? Future.succeededFuture()
                        : formations.end(connection, formation, FormationState.DISSOLVED, "nobody_left"));
    }
}
