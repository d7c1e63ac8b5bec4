package dev.stampede.formation;

import dev.stampede.order.OrderState;
import dev.stampede.order.PgGives;
import dev.stampede.order.PgLooseSeats;
import dev.stampede.order.PgOfferUnits;
import dev.stampede.order.PgOrderMoves;
import dev.stampede.order.PgSeats;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Orders that are seats in formations, or buy at the price of one; and all others, which are loose. */
public final class PgFormationSeats implements PgSeats {
    private static final Why PAYMENT = Why.of("payment");

    /** Of a loose order it finds nothing. */
    private static final String LOCK = PgFormationRow.BARE + """
            WHERE f.id = (SELECT o.formation_id FROM orders o WHERE o.id = $1::text) FOR UPDATE OF f
            """;

    private final PgLooseSeats loose;
    private final PgOrderMoves orders;
    private final PgGives gives;
    private final PgForming forming;
    private final PgDepartures departures;
    private final PgClaims claims;

    public PgFormationSeats(Supplier<String> ids) {
        this.loose = new PgLooseSeats(ids);
        this.orders = new PgOrderMoves(ids);
        this.gives = new PgGives(ids);
        this.forming = new PgForming(ids);
        this.departures = new PgDepartures(ids);
        this.claims = new PgClaims(ids);
    }

    @Override
    public Future<Seat> lock(SqlConnection connection, String orderId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(orderId)).map(rows -> rows.stream()
                .findFirst()
                .<Seat>map(row -> in(PgFormationRow.read(row)))
                .orElse(loose));
    }

    /** The place of an order in a formation that the caller has locked. */
    Seat in(Formation formation) {
        return new Place(formation);
    }

    private final class Place implements Seat {
        private final Formation formation;

        Place(Formation formation) {
            this.formation = formation;
        }

        @Override
        public boolean isIn(@Nullable String formationId) {
            return formation.id().equals(formationId);
        }

        @Override
        public Future<Void> pay(SqlConnection connection, String orderId) {
            return orders.move(connection, List.of(orderId), OrderState.HELD, OrderState.PAID, PAYMENT)
                    .compose(paid -> formation.hasSeats()
                            ? forming.paid(connection, formation, orderId)
                            : claims.paid(connection, formation, orderId))
                    .compose(done -> PgOfferUnits.sell(connection, orderId));
        }

        @Override
        public Future<Void> cancel(SqlConnection connection, String orderId, Why why) {
            return formation.hasSeats()
                    ? PgMember.lockOne(connection, formation.id(), orderId)
                            .compose(member -> departures.endHeld(
                                    connection, formation, List.of(member), OrderState.CANCELLED, why))
                    : claims.lost(connection, formation, orderId, OrderState.CANCELLED, why);
        }

        /** Once it has formed, or was claimed, nobody else's order depends on this one. */
        @Override
        public Future<Void> giveBack(SqlConnection connection, String orderId, OrderState from, Why why) {
            return formation.isForming()
                    ? PgMember.lockOne(connection, formation.id(), orderId)
                            .compose(member -> departures.returnPaid(connection, formation, member, why))
                    : gives.returnSold(connection, List.of(orderId), from, "requested", why);
        }
    }
}
