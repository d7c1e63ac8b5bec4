package dev.stampede.formation;

import dev.stampede.kind.CutRules;
import dev.stampede.order.OrderState;
import dev.stampede.order.PgGives;
import dev.stampede.order.PgOrderMoves;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the owner of cuts buys: a paid claim ends the formation, one that is not paid gives it back with its price. */
final class PgClaims {
    private static final Why CLAIMED = Why.of("claimed");

    /** The clock, which the claim had stopped, starts anew once. */
    private static final String LOSE = """
            UPDATE formation SET claim_order_id = NULL, lost_claims = lost_claims + 1,
              hold_id = CASE WHEN $2::boolean THEN id ELSE hold_id END,
              deadline_at = CASE WHEN state = 'formed' AND lost_claims = 0
                THEN statement_timestamp() + $3::int * interval '1 second' ELSE deadline_at END
            WHERE id = $1::text
            """;

    private final PgOrderMoves orders;
    private final PgGives gives;
    private final PgFormationMoves formations;

    PgClaims(Supplier<String> ids) {
        this.orders = new PgOrderMoves(ids);
        this.gives = new PgGives(ids);
        this.formations = new PgFormationMoves(ids);
    }

    /** The claim was paid, and its order is {@code PAID}. */
    Future<Void> paid(SqlConnection connection, Formation formation, String orderId) {
        return orders.move(connection, List.of(orderId), OrderState.PAID, OrderState.SETTLED, CLAIMED)
                .compose(settled -> formations.end(connection, formation, FormationState.CLAIMED, "claim_paid"));
    }

    /** The claim will not be paid. A unit that the formation had held before it holds again, in the offer too. */
    Future<Void> lost(SqlConnection connection, Formation formation, String orderId, OrderState to, Why why) {
        CutRules rules = rules(formation);
        boolean keeps = rules.holdsUnit() && formation.state() == FormationState.FORMED;
        Future<Void> ended = keeps
                ? gives.endHeldOnly(connection, List.of(orderId), to, why)
                : gives.endHeld(connection, List.of(orderId), to, why);
        return ended.compose(given -> connection
                .preparedQuery(LOSE)
                .execute(Tuple.of(formation.id(), keeps, rules.claimWithinSeconds()))
                .mapEmpty());
    }

    private static CutRules rules(Formation formation) {
        return formation
                .rules()
                .match(
                        seats -> {
                            throw new IllegalStateException("nobody claims " + formation.id());
                        },
                        Function.identity());
    }
}
