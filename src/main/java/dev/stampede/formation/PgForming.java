package dev.stampede.formation;

import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import dev.stampede.order.OrderState;
import dev.stampede.order.PgGives;
import dev.stampede.order.PgOrderMoves;
import dev.stampede.order.PgRefundRows;
import dev.stampede.order.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Forms what is to be completed by seats: all paid orders are settled at the price that so many have reached. */
final class PgForming {
    private static final Why FORMED = Why.of("formed");
    private static final Why FORMED_WITHOUT = Why.of("formed_without");
    private static final String ADVANCE = "UPDATE formation SET paid = paid + 1 WHERE id = $1::text";
    private static final String FIX = """
            UPDATE formation SET seats = $2::int, paid = $2::int, size = $2::int, newcomers = $3::int,
              price_fen = $4::bigint, owner_id = $5::text
            WHERE id = $1::text
            """;

    private final PgFormationMoves formations;
    private final PgOrderMoves orders;
    private final PgGives gives;
    private final PgRefundRows refunds;

    PgForming(Supplier<String> ids) {
        this.formations = new PgFormationMoves(ids);
        this.orders = new PgOrderMoves(ids);
        this.gives = new PgGives(ids);
        this.refunds = new PgRefundRows(ids);
    }

    /** A seat was paid, and its order is {@code PAID}. The row's own counter says whether it was the last. */
    Future<Void> paid(SqlConnection connection, Formation formation, String orderId) {
        int paid = formation.paid() + 1;
        return PgMember.lockOne(connection, formation.id(), orderId)
                .compose(payer -> paid == formation.goal()
                        ? PgMember.lockAll(connection, formation.id())
                                .compose(live -> form(connection, formation, live, "full", payer.shopperId()))
                        : connection
                                .preparedQuery(ADVANCE)
                                .execute(Tuple.of(formation.id()))
                                .compose(counted -> formations.tell(
                                        connection,
                                        "formation.advanced",
                                        formation,
                                        paid,
                                        formation.price(),
                                        payer.shopperId())));
    }

    /** Whether the paid ones among these members are enough for it to form at its deadline. */
    static boolean isEnough(SeatRules rules, List<PgMember> live) {
        List<PgMember> paid = PgMember.in(OrderState.PAID, live);
        long newcomers = paid.stream().filter(PgMember::isNewcomer).count();
        return rules.settleAt() > 0 && paid.size() >= rules.settleAt() && newcomers >= rules.minNewcomers();
    }

    /**
     * Forms with the paid ones; who has not paid is left behind.
     *
     * @param live all its live orders
     * @param shopperId who paid the last seat; null at the deadline
     */
    Future<Void> form(
            SqlConnection connection,
            Formation formation,
            List<PgMember> live,
            String cause,
            @Nullable String shopperId) {
        List<PgMember> paid = PgMember.in(OrderState.PAID, live);
        List<String> held = PgMember.orders(PgMember.in(OrderState.HELD, live));
        Money price = formation
                .rules()
                .match(rules -> Ladder.price(rules, paid.size(), formation.price()), cuts -> formation.price());
        return (held.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : gives.endHeld(connection, held, OrderState.CANCELLED, FORMED_WITHOUT))
                .compose(left ->
                        orders.move(connection, PgMember.orders(paid), OrderState.PAID, OrderState.SETTLED, FORMED))
                .compose(settled -> returnDifferences(connection, paid, price))
                .compose(returned -> fix(connection, formation, paid, price))
                .compose(fixed -> formations.end(connection, formation, FormationState.FORMED, cause))
                .compose(formed ->
                        formations.tell(connection, "formation.formed", formation, paid.size(), price, shopperId));
    }

    /** Each gets back what was paid above the price; who paid less, as a leader may, gets nothing. */
    private Future<Void> returnDifferences(SqlConnection connection, List<PgMember> paid, Money price) {
        Map<String, Money> differences = new LinkedHashMap<>();
        for (PgMember member : paid) {
            if (member.amount().compareTo(price) > 0) {
                differences.put(member.orderId(), member.amount().minus(price));
            }
        }
        return differences.isEmpty()
                ? Future.succeededFuture()
                : refunds.promiseParts(connection, differences, "ladder");
    }

    private static Future<Void> fix(SqlConnection connection, Formation formation, List<PgMember> paid, Money price) {
        String owner = paid.stream().anyMatch(member -> member.shopperId().equals(formation.ownerId()))
                ? formation.ownerId()
                : paid.stream().min(PgMember.OLDEST).orElseThrow().shopperId();
        int newcomers = (int) paid.stream().filter(PgMember::isNewcomer).count();
        return connection
                .preparedQuery(FIX)
                .execute(Tuple.of(formation.id(), paid.size(), newcomers, price.fen(), owner))
                .mapEmpty();
    }
}
