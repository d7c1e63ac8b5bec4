package dev.stampede.formation;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.audit.RowChecks;
import dev.stampede.kind.Category;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.Decision;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Rung;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import dev.stampede.order.NoticeVerdict;
import dev.stampede.order.PaymentNotice;
import dev.stampede.order.PgCancelledCampaigns;
import dev.stampede.order.PgCheckout;
import dev.stampede.order.PgLateMoney;
import dev.stampede.order.PgOrderChanges;
import dev.stampede.order.PgOrders;
import dev.stampede.order.PgRefunds;
import dev.stampede.order.SimulatedPayments;
import dev.stampede.testing.FormationRows;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The room of formations, and that of orders beside it, on a real Postgres. */
final class Hall {
    static final Duration LATER = Duration.ofMinutes(5);
    static final Duration EARLIER = Duration.ofSeconds(-1);

    private static final AtomicInteger KEYS = new AtomicInteger();

    final TestDatabase database = TestDatabase.shared();
    final OrderRows orderRows = new OrderRows(database);
    final FormationRows rows = new FormationRows(database, orderRows);
    final SimulatedPayments payments = new SimulatedPayments(List.of("a-secret-of-more-than-32-characters"));
    final PgFormationSeats seats = new PgFormationSeats(database.ids());
    final PgCheckout checkout = new PgCheckout(database.pool(), database.ids(), payments, seats);
    final PgOrderChanges changes = new PgOrderChanges(database.pool(), database.ids(), seats);
    final PgDeadlines deadlines = new PgDeadlines(database.pool(), database.ids());
    final PgSeatExpiry expiry = new PgSeatExpiry(database.pool(), database.ids());
    final PgCancelledFormations cancelled = new PgCancelledFormations(database.pool(), database.ids());
    final PgCancelledCampaigns cancelledOrders = new PgCancelledCampaigns(database.pool(), database.ids());
    final PgLeaving leaving = new PgLeaving(database.pool(), database.ids());
    final PgFormations formations = new PgFormations(database.pool());
    final PgRefunds refunds = new PgRefunds(database.pool(), database.ids(), payments, outcome -> {});
    final PgLateMoney lateMoney = new PgLateMoney(
            database.pool(),
            database.ids(),
            new PgOrders(database.pool()),
            (order, payment) -> Future.failedFuture("an order of a formation is never taken again"),
            () -> {},
            seats);

    static SeatRules seats(int minNewcomers, int settleAt, Rung... ladder) {
        return new SeatRules(minNewcomers, settleAt, false, true, List.of(ladder));
    }

    static Rung rung(int size, long fen) {
        return new Rung(size, Money.ofFen(fen));
    }

    static CutRules cuts(boolean holdsUnit, boolean buysEarly, int claimWithinSeconds) {
        return new CutRules(
                Money.ofFen(490),
                1,
                500,
                Curve.EVEN,
                100,
                0,
                1,
                List.of(250L, 250L),
                holdsUnit,
                buysEarly,
                claimWithinSeconds,
                List.of());
    }

    PaymentNotice notice(String order) {
        return notice(order, "T" + order);
    }

    PaymentNotice notice(String order, String transaction) {
        Money amount = Money.ofFen(database.count("SELECT amount_fen FROM orders WHERE id = $1::text", order));
        return new PaymentNotice(order, transaction, amount, payments.sign(order, transaction, amount));
    }

    NoticeVerdict pay(String order) {
        return get(checkout.take(notice(order)));
    }

    GiveAnswer leave(String campaign, String formation, String shopper) {
        return get(leaving(campaign, formation, shopper, key()));
    }

    Future<GiveAnswer> leaving(String campaign, String formation, String shopper, String key) {
        return leaving.leave(
                campaign,
                shopper,
                new Decision.Give(formation, key, "leave " + formation, Words.UNKNOWN, Words.CLOSED));
    }

    private enum Words implements Rejection {
        UNKNOWN,
        CLOSED;

        @Override
        public Category category() {
            return Category.CONFLICT;
        }
    }

    static String key() {
        return "key-" + KEYS.incrementAndGet();
    }

    Formation read(String formation) {
        return get(formations.find(formation)).orElseThrow();
    }

    FormationState state(String formation) {
        return read(formation).state();
    }

    String order(String order) {
        return text("SELECT state FROM orders WHERE id = $1::text", order);
    }

    String orderOf(String formation, String shopper) {
        return text(
                "SELECT id FROM orders WHERE formation_id = $1::text AND shopper_id = $2::text ORDER BY id DESC LIMIT 1",
                formation,
                shopper);
    }

    String text(String sql, Object... values) {
        return orderRows.texts(sql, values).get(0);
    }

    /** {@code cause fen} of each refund of the order. */
    List<String> refunds(String order) {
        return orderRows.texts(
                "SELECT cause || ' ' || amount_fen FROM refund WHERE order_id = $1::text ORDER BY created_at, id",
                order);
    }

    /** {@code hold cause} of what Redis is to be told of the formation. */
    List<String> releases(String formation) {
        return orderRows.texts(
                "SELECT hold_id || ' ' || cause FROM release WHERE formation_id = $1::text ORDER BY id", formation);
    }

    List<String> events(String formation) {
        return orderRows.texts(
                "SELECT type FROM logged_event WHERE data ->> 'formationId' = $1::text ORDER BY arrival", formation);
    }

    List<String> path(String formation) {
        return orderRows.texts(
                "SELECT to_state || ' ' || cause FROM formation_history WHERE formation_id = $1::text ORDER BY position",
                formation);
    }

    /** The deadline is past. */
    void overdue(String formation) {
        database.query("UPDATE formation SET deadline_at = now() - interval '1 second' WHERE id = $1::text", formation);
    }

    void settle() {
        while (get(deadlines.step()) > 0) {}
    }

    void expire(String order) {
        database.query("UPDATE orders SET pay_by = now() - interval '1 second' WHERE id = $1::text", order);
        while (order(order).equals("held")) {
            get(expiry.step());
        }
    }

    /** Resolves the order's money that came late, and gives back what is promised. */
    void resolve(String order) {
        database.query("UPDATE payment SET next_look_at = now() WHERE order_id = $1::text", order);
        while (database.count(
                        "SELECT count(*) FROM payment WHERE order_id = $1::text AND NOT applied AND returned_fen = 0",
                        order)
                > 0) {
            get(lateMoney.step());
        }
    }

    /** Everything that this test wrote agrees. */
    void check() {
        assertThat(RowChecks.broken(database.pool(), orderRows.campaigns())).isEmpty();
    }
}
