package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.money.Money;
import dev.stampede.order.IntentAnswer.Verdict;
import dev.stampede.testing.OrderInvariants;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgCheckoutIT {
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
    void a_held_order_gets_an_intent_that_ends_with_its_pay_by() {
        String order = rows.held(campaign, 2, LATER);

        IntentAnswer answer = get(checkout.open(SHOPPER, order, "key-00001"));

        assertThat(answer.verdict()).isEqualTo(Verdict.OPENED);
        PaymentIntent intent = answer.intent().orElseThrow();
        assertThat(intent.orderId()).isEqualTo(order);
        assertThat(intent.provider()).isEqualTo("simulated");
        assertThat(intent.amount()).isEqualTo(Money.ofFen(1_980));
        assertThat(intent.expiresAt()).isEqualTo(order(order).payBy());
    }

    @Test
    void the_same_key_gets_the_same_intent_whatever_happened_to_the_order() {
        String order = rows.held(campaign, 1, LATER);
        PaymentIntent first = open(order, "key-00001");
        assertThat(get(checkout.take(notice(first)))).isEqualTo(NoticeVerdict.APPLIED);

        IntentAnswer again = get(checkout.open(SHOPPER, order, "key-00001"));

        assertThat(again).isEqualTo(IntentAnswer.of(Verdict.REPLAYED, first));
    }

    @Test
    void another_key_gets_the_open_intent_until_the_order_is_paid() {
        String order = rows.held(campaign, 1, LATER);
        PaymentIntent first = open(order, "key-00001");

        assertThat(get(checkout.open(SHOPPER, order, "key-00002")))
                .isEqualTo(IntentAnswer.of(Verdict.STILL_OPEN, first));
        get(checkout.take(notice(first)));
        assertThat(verdict(SHOPPER, order, "key-00002")).isEqualTo(Verdict.STILL_OPEN_REPLAYED);
        assertThat(verdict(SHOPPER, order, "key-00003")).isEqualTo(Verdict.WRONG_STATE);
    }

    @Test
    void an_expired_order_gets_no_intent() {
        String order = rows.held(campaign, 1, LATER.negated());
        get(expiry.step());

        assertThat(verdict(SHOPPER, order, "key-00001")).isEqualTo(Verdict.WRONG_STATE);
    }

    @Test
    void nobody_pays_for_another_shoppers_order() {
        String order = rows.held(campaign, 1, LATER);
        open(order, "key-00001");

        assertThat(verdict("mallory", order, "key-00001")).isEqualTo(Verdict.NOT_THEIRS);
        assertThat(verdict(SHOPPER, DATABASE.ids().get(), "key-00001")).isEqualTo(Verdict.NO_ROW);
    }

    @Test
    void a_payment_settles_the_order_and_sells_its_units() {
        String order = rows.held(campaign, 3, LATER);

        assertThat(get(checkout.take(notice(open(order, "key-00001"))))).isEqualTo(NoticeVerdict.APPLIED);

        Order paid = order(order);
        assertThat(paid.state()).isEqualTo(OrderState.SETTLED);
        assertThat(paid.history())
                .extracting(HistoryEntry::to)
                .containsExactly(OrderState.HELD, OrderState.PAID, OrderState.SETTLED);
        assertThat(paid.history())
                .extracting(HistoryEntry::cause)
                .containsExactly("accepted", "payment", "no_formation");
        assertThat(units("held")).isZero();
        assertThat(units("sold")).isEqualTo(3);
        assertThat(rows.texts("""
                        SELECT type || ' ' || (data = jsonb_build_object('orderId', $1::text, 'shopperId', 'alice',
                                                'sku', 'tee', 'quantity', 3, 'amountFen', 2970))
                        FROM logged_event WHERE campaign_id = $2::text ORDER BY type
                        """, order, campaign)).containsExactly("order.paid true", "order.settled true");
    }

    @Test
    void a_payment_is_taken_after_pay_by_and_in_a_paused_or_ended_campaign() {
        for (String state : List.of("paused", "ended")) {
            String order = rows.held(campaign, 1, LATER.negated());
            DATABASE.query("UPDATE campaign SET state = $2::text WHERE id = $1::text", campaign, state);

            assertThat(get(checkout.take(signed(order, "T" + order, 990)))).isEqualTo(NoticeVerdict.APPLIED);
        }
    }

    @Test
    void a_payment_for_an_expired_order_is_kept_and_changes_nothing_else() {
        String order = rows.held(campaign, 1, LATER.negated());
        PaymentNotice notice = notice(open(order, "key-00001"));
        get(expiry.step());

        assertThat(get(checkout.take(notice))).isEqualTo(NoticeVerdict.UNAPPLIED);
        assertThat(get(checkout.take(notice))).isEqualTo(NoticeVerdict.REPEATED);

        assertThat(order(order).state()).isEqualTo(OrderState.EXPIRED);
        assertThat(payments(order, false)).isOne();
        assertThat(units("sold")).isZero();
    }

    @Test
    void a_wrong_signature_amount_or_order_changes_nothing() {
        String order = rows.held(campaign, 1, LATER);
        PaymentNotice right = notice(open(order, "key-00001"));
        PaymentNotice forged = new PaymentNotice(order, right.transactionId(), right.amount(), "0".repeat(64));

        assertThat(get(checkout.take(forged))).isEqualTo(NoticeVerdict.NOT_GENUINE);
        assertThat(get(checkout.take(signed(order, right.transactionId(), 989))))
                .isEqualTo(NoticeVerdict.AMOUNT_MISMATCH);
        assertThat(get(checkout.take(signed(DATABASE.ids().get(), right.transactionId(), 990))))
                .isEqualTo(NoticeVerdict.UNKNOWN_ORDER);

        assertThat(order(order).state()).isEqualTo(OrderState.HELD);
        assertThat(payments(order, true) + payments(order, false)).isZero();
        assertThat(units("held")).isOne();
        assertThat(get(checkout.take(right))).isEqualTo(NoticeVerdict.APPLIED);
    }

    private PaymentIntent open(String order, String key) {
        return get(checkout.open(SHOPPER, order, key)).intent().orElseThrow();
    }

    private Verdict verdict(String shopper, String order, String key) {
        return get(checkout.open(shopper, order, key)).verdict();
    }

    private PaymentNotice notice(PaymentIntent intent) {
        return signed(intent.orderId(), intent.transactionId(), intent.amount().fen());
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

    private long units(String column) {
        return DATABASE.count("SELECT " + column + " FROM offer WHERE campaign_id = $1::text", campaign);
    }
}
