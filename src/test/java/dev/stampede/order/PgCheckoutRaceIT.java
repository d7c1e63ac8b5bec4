package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.money.Money;
import dev.stampede.order.IntentAnswer.Verdict;
import dev.stampede.testing.OrderInvariants;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgCheckoutRaceIT {
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final SimulatedPayments payments = new SimulatedPayments(List.of("a-secret-of-more-than-32-characters"));
    private final PgCheckout checkout = new PgCheckout(DATABASE.pool(), DATABASE.ids(), payments);
    private final PgExpiry expiry = new PgExpiry(DATABASE.pool(), DATABASE.ids());
    private final PgOrders orders = new PgOrders(DATABASE.pool());
    private final OrderRows rows = new OrderRows(DATABASE);
    private String campaign = "";

    @BeforeEach
    void begin_a_sale() {
        campaign = rows.campaign(1_000);
    }

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(rows);
    }

    @Test
    void twenty_pays_at_once_get_one_intent() {
        String order = rows.held(campaign, 1, LATER);

        List<IntentAnswer> answers = awaitAll(20, n -> checkout.open(SHOPPER, order, "key-of-" + n));

        assertThat(answers)
                .extracting(IntentAnswer::intent)
                .containsOnly(answers.get(0).intent());
        assertThat(answers)
                .filteredOn(answer -> answer.verdict() == Verdict.OPENED)
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.verdict() == Verdict.STILL_OPEN)
                .hasSize(19);
        assertThat(DATABASE.count("SELECT count(*) FROM payment_intent WHERE order_id = $1::text", order))
                .isOne();
    }

    @Test
    void a_notice_told_fifty_times_at_once_is_one_payment() {
        String order = rows.held(campaign, 2, LATER);
        PaymentNotice notice = signed(order, "T" + order, 1_980);

        List<NoticeVerdict> verdicts = awaitAll(50, n -> checkout.take(notice));

        assertThat(verdicts).filteredOn(NoticeVerdict.APPLIED::equals).hasSize(1);
        assertThat(verdicts).filteredOn(NoticeVerdict.REPEATED::equals).hasSize(49);
        assertThat(payments(order, true)).isOne();
        assertThat(payments(order, false)).isZero();
        assertThat(events("order.paid")).isOne();
        assertThat(units("sold")).isEqualTo(2);
    }

    @Test
    void of_two_payments_at_once_one_is_applied_and_the_other_kept() {
        for (int round = 0; round < 20; round++) {
            String order = rows.held(campaign, 1, LATER);
            PaymentNotice one = signed(order, "first-" + order, 990);
            PaymentNotice other = signed(order, "second-" + order, 990);

            List<NoticeVerdict> verdicts = awaitAll(2, n -> checkout.take(n == 0 ? one : other));

            assertThat(verdicts).containsExactlyInAnyOrder(NoticeVerdict.APPLIED, NoticeVerdict.UNAPPLIED);
            assertThat(payments(order, true)).isOne();
            assertThat(payments(order, false)).isOne();
        }
        assertThat(units("sold")).isEqualTo(20);
    }

    @Test
    void an_order_is_paid_or_expired_and_never_both() {
        while (get(expiry.step()) > 0) {}
        int rounds = 200;
        int applied = 0;
        for (int round = 0; round < rounds; round++) {
            String order = rows.held(campaign, 1, LATER.negated());
            PaymentNotice notice = signed(order, "T" + order, 990);
            List<Supplier<Future<Integer>>> racers =
                    List.of(() -> checkout.take(notice).map(PgCheckoutRaceIT::ended), expiry::step, expiry::step);
            int first = round % racers.size();

            List<Integer> ended = awaitAll(
                    racers.size(), n -> racers.get((first + n) % racers.size()).get());

            assertThat(ended).containsExactlyInAnyOrder(1, 0, 0);
            boolean paid = payments(order, true) == 1;
            applied += paid ? 1 : 0;
            assertThat(order(order).state()).isEqualTo(paid ? OrderState.SETTLED : OrderState.EXPIRED);
        }
        assertThat(applied).as("rounds that the payment won").isBetween(1, rounds - 1);
        assertThat(units("held")).isZero();
        assertThat(units("sold")).isEqualTo(applied);
        assertThat(DATABASE.count("SELECT count(*) FROM release WHERE campaign_id = $1::text", campaign))
                .isEqualTo(rounds - applied);
    }

    private static int ended(NoticeVerdict verdict) {
        return verdict == NoticeVerdict.APPLIED ? 1 : 0;
    }

    private PaymentNotice signed(String order, String transaction, long fen) {
        Money amount = Money.ofFen(fen);
        return new PaymentNotice(order, transaction, amount, payments.sign(order, transaction, amount));
    }

    private Order order(String id) {
        return get(orders.find(id)).orElseThrow();
    }

    private long payments(String order, boolean applied) {
        return DATABASE.count(
                "SELECT count(*) FROM payment WHERE order_id = $1::text AND applied = $2::boolean", order, applied);
    }

    private long events(String type) {
        return DATABASE.count(
                "SELECT count(*) FROM logged_event WHERE campaign_id = $1::text AND type = $2::text", campaign, type);
    }

    private long units(String column) {
        return DATABASE.count("SELECT " + column + " FROM offer WHERE campaign_id = $1::text", campaign);
    }
}
