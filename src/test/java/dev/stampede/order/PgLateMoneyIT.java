package dev.stampede.order;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.order.Reacquisition.Verdict;
import dev.stampede.testing.OrderInvariants;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money that came for an order past being paid. Elsewhere it was taken for a repetition and kept. */
class PgLateMoneyIT {
    private final Till till = new Till();
    private final String campaign = till.rows.campaign(100);

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(till.rows);
    }

    @Test
    void an_expired_order_whose_units_are_still_there_is_sold_after_all() {
        String order = late();
        till.road.says(order, Verdict.TAKEN);

        till.resolve(order);

        assertThat(till.state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(till.refundsOf(order)).isEmpty();
        assertThat(till.units(campaign, "sold")).isOne();
        assertThat(causes(order)).containsExactly("accepted", "not_paid_in_time", "late_payment", "no_formation");
    }

    @Test
    void an_expired_order_whose_units_are_gone_gets_its_money_back() {
        String order = late();
        till.road.says(order, Verdict.REFUSED);

        till.resolve(order);
        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDING);
        till.refund(order);

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDED);
        assertThat(till.read(order).refunded()).isEqualTo(till.read(order).amount());
        assertThat(causes(order))
                .containsExactly("accepted", "not_paid_in_time", "late_payment_refused", "refund_done");
        assertThat(till.refundsOf(order)).containsExactly("late 990 done");
        assertThat(till.releases(order)).as("units go back once").isOne();
    }

    @Test
    void what_is_not_known_yet_is_asked_again_and_marks_nothing() {
        String order = late();
        till.road.says(order, Verdict.LATER, Verdict.LATER, Verdict.TAKEN);

        till.resolve(order);
        till.resolve(order);
        assertThat(till.state(order)).isEqualTo(OrderState.EXPIRED);
        assertThat(till.refundsOf(order)).isEmpty();
        till.resolve(order);

        assertThat(till.state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(till.road.asked(order)).containsOnly(payment(order));
    }

    /** A node that dies between the record and the resolution leaves a row that any node finds. */
    @Test
    void a_payment_that_was_recorded_before_a_crash_is_resolved_by_another_node() {
        String order = late();
        Reacquisition dying = (known, payment) -> Future.failedFuture("the node died");
        PgLateMoney node = new PgLateMoney(till.database.pool(), till.database.ids(), till.orders, dying, () -> {});
        get(node.step());
        assertThat(till.state(order)).isEqualTo(OrderState.EXPIRED);

        till.resolve(order);

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "settled", "archived"})
    void an_expired_order_of_a_campaign_that_is_over_is_not_taken_again(String state) {
        String order = late();
        till.road.says(order, Verdict.TAKEN);
        till.database.query("UPDATE campaign SET state = $2::text WHERE id = $1::text", campaign, state);

        till.resolve(order);

        assertThat(till.road.asked(order)).isEmpty();
        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDING);
    }

    @Test
    void a_cancelled_order_gets_its_money_back() {
        String order = till.order(campaign, OrderState.CANCELLED);
        assertThat(till.pay(order)).isEqualTo(NoticeVerdict.UNAPPLIED);
        till.road.says(order, Verdict.TAKEN);

        till.resolve(order);
        till.refund(order);

        assertThat(till.road.asked(order)).isEmpty();
        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDED);
    }

    @ParameterizedTest
    @EnumSource(
            value = OrderState.class,
            names = {"PAID", "SETTLED", "FULFILLED", "REFUNDING", "REFUNDED"})
    void a_second_transaction_is_refunded_once_and_the_order_stays(OrderState state) {
        String order = till.order(campaign, state);
        Order before = till.read(order);
        assertThat(till.pay(order, "second-" + order)).isEqualTo(NoticeVerdict.UNAPPLIED);
        assertThat(till.pay(order, "second-" + order)).isEqualTo(NoticeVerdict.REPEATED);

        till.resolve(order);
        till.resolve(order);
        assertThat(till.refundsOf(order)).containsOnlyOnce("late 990 pending");
        if (state != OrderState.REFUNDING) {
            till.refund(order);
            assertThat(till.refundsOf(order)).contains("late 990 done");
        }

        assertThat(till.read(order)).isEqualTo(before);
    }

    @Test
    void of_two_late_payments_the_first_may_buy_and_the_second_goes_back() {
        String order = late();
        assertThat(till.pay(order, "second-" + order)).isEqualTo(NoticeVerdict.UNAPPLIED);
        till.road.says(order, Verdict.LATER, Verdict.TAKEN);

        till.resolve(order);
        assertThat(till.road.asked(order)).hasSize(1);
        till.resolve(order);
        till.resolve(order);

        assertThat(till.state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(till.refundsOf(order)).containsExactly("late 990 pending");
        till.refund(order);
        assertThat(till.state(order)).isEqualTo(OrderState.SETTLED);
        assertThat(till.read(order).refunded().fen()).isZero();
    }

    @Test
    void an_order_is_refunded_when_the_last_of_its_late_payments_is_back() {
        String order = late();
        till.pay(order, "second-" + order);
        till.resolve(order);
        till.resolve(order);
        String slow = till.rows
                .texts("SELECT id FROM refund WHERE order_id = $1::text ORDER BY created_at DESC LIMIT 1", order)
                .get(0);
        boolean[] isOpen = {false};
        till.bank.refunds(
                order,
                refund -> Future.succeededFuture(isOpen[0] || !refund.id().equals(slow)));

        till.refund(order);
        assertThat(till.refundsOf(order)).containsExactly("late 990 done", "late 990 pending");
        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDING);
        isOpen[0] = true;
        till.database.query(
                "UPDATE refund SET attempts = 0, next_attempt_at = now() WHERE id = $1::text AND done_at IS NULL",
                slow);
        till.refund(order);

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDED);
        assertThat(till.read(order).refunded()).isEqualTo(till.read(order).amount());
    }

    /** A take that lands after the refund was promised finds that in the payment, under the order's lock, and is void. */
    @Test
    void a_take_that_lands_after_the_refund_was_promised_is_void() {
        String order = late();
        till.resolve(order);

        assertThat(get(till.road.settle(order, payment(order)))).isEqualTo(Verdict.REFUSED);

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDING);
        assertThat(till.units(campaign, "sold")).isZero();
    }

    @Test
    void of_a_take_and_a_refund_at_once_one_wins() {
        for (int round = 0; round < 50; round++) {
            String order = late();
            String payment = payment(order);
            int first = round % 2;

            awaitAll(
                    3,
                    n -> n == first
                            ? till.road.settle(order, payment).mapEmpty()
                            : till.lateMoney.step().mapEmpty());
            till.resolve(order);

            boolean isSold = till.state(order) == OrderState.SETTLED;
            assertThat(till.refundsOf(order)).hasSize(isSold ? 0 : 1);
        }
    }

    @Test
    void one_payment_that_nobody_can_resolve_holds_up_no_other() {
        List<String> stuck = List.of(late(), late());
        stuck.forEach(order -> till.road.says(order, Verdict.LATER));
        String other = late();

        stuck.forEach(till::resolve);
        till.resolve(other);

        assertThat(till.state(other)).isEqualTo(OrderState.REFUNDING);
        stuck.forEach(order -> assertThat(till.refundsOf(order)).isEmpty());
        stuck.forEach(order -> till.road.says(order, Verdict.REFUSED));
        stuck.forEach(till::resolve);
    }

    private String late() {
        String order = till.order(campaign, OrderState.EXPIRED);
        assertThat(till.pay(order)).isEqualTo(NoticeVerdict.UNAPPLIED);
        return order;
    }

    private String payment(String order) {
        return till.rows
                .texts("SELECT id FROM payment WHERE order_id = $1::text ORDER BY at LIMIT 1", order)
                .get(0);
    }

    private List<String> causes(String order) {
        return till.read(order).history().stream().map(HistoryEntry::cause).toList();
    }
}
