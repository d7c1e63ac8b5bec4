package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.failure;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import dev.stampede.testing.OrderInvariants;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PgRefundsIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Till till = new Till();
    private final String campaign = till.rows.campaign(100);

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(till.rows);
    }

    @Test
    void money_that_is_back_ends_the_order() {
        String order = asked();

        till.refund(order);

        Order refunded = till.read(order);
        assertThat(refunded.state()).isEqualTo(OrderState.REFUNDED);
        assertThat(refunded.refunded()).isEqualTo(refunded.amount());
        assertThat(till.refundsOf(order)).containsExactly("requested 990 done");
        assertThat(till.rows.texts(
                        "SELECT type FROM logged_event WHERE data ->> 'orderId' = $1::text ORDER BY at, id", order))
                .contains("order.refunded")
                .doesNotContain("order.refunding");
        assertThat(till.units(campaign, "sold")).isZero();
    }

    /** One bad refund in a loop over all of them kept everybody's money back elsewhere. */
    @Test
    void a_refund_that_fails_holds_up_nobody() {
        List<String> orders = IntStream.range(0, 7).mapToObj(n -> asked()).toList();
        String bad = orders.get(3);
        till.bank.refunds(bad, refund -> Future.failedFuture("the account is closed"));
        String worse = orders.get(4);
        till.bank.refunds(worse, refund -> {
            throw new IllegalStateException("the bank's own bug");
        });

        orders.forEach(till::refund);

        assertThat(orders)
                .filteredOn(order -> !List.of(bad, worse).contains(order))
                .allMatch(order -> till.state(order) == OrderState.REFUNDED);
        assertThat(till.state(bad)).isEqualTo(OrderState.REFUNDING);
        assertThat(till.state(worse)).isEqualTo(OrderState.REFUNDING);
        Await.until("the failure is noted", SOON, () -> error(bad).contains("the account is closed"));
        assertThat(till.attempts).contains("failed", "done");
    }

    @Test
    void a_refund_that_failed_is_tried_again_ever_later_under_its_own_name() {
        String order = asked();
        int[] failures = {3};
        till.bank.refunds(
                order, refund -> failures[0]-- > 0 ? Future.failedFuture("try later") : Future.succeededFuture(true));

        Await.until("the money is back", SOON, () -> {
            get(till.refunds.step());
            return till.state(order) == OrderState.REFUNDED;
        });

        assertThat(till.bank.asked(order)).isEqualTo(4);
        assertThat(till.bank.asked.stream()
                        .filter(refund -> refund.orderId().equals(order))
                        .map(Refund::id)
                        .distinct())
                .hasSize(1);
        assertThat(till.database.count(
                        "SELECT extract(epoch FROM done_at - created_at)::bigint * 1000 FROM refund WHERE order_id = $1::text",
                        order))
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void a_bank_that_hangs_is_not_waited_for() {
        String hanging = asked();
        Promise<Boolean> answer = Promise.promise();
        till.bank.refunds(hanging, refund -> answer.future());
        String other = asked();

        till.refund(hanging);
        till.refund(other);

        assertThat(till.state(other)).isEqualTo(OrderState.REFUNDED);
        assertThat(till.state(hanging)).isEqualTo(OrderState.REFUNDING);
        get(till.refunds().step());
        assertThat(till.bank.asked(hanging))
                .as("asked by another node meanwhile")
                .isOne();
        answer.complete(true);
        Await.until("the late answer counts", SOON, () -> till.state(hanging) == OrderState.REFUNDED);
    }

    @Test
    void a_refund_on_its_way_is_asked_about_again() {
        String order = asked();
        boolean[] isBack = {false};
        till.bank.refunds(order, refund -> Future.succeededFuture(isBack[0]));

        till.refund(order);
        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDING);
        isBack[0] = true;
        again(order);

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDED);
    }

    /** The bank gave the money back and the node died before it wrote that down: the same refund is asked for again. */
    @Test
    void a_crash_between_the_bank_and_the_row_refunds_once() {
        String order = asked();
        till.bank.refunds(order, refund -> Promise.<Boolean>promise().future());
        get(till.refunds.step());
        till.database.query("UPDATE refund SET next_attempt_at = now() WHERE order_id = $1::text", order);
        till.bank.refunds(order, refund -> Future.succeededFuture(true));

        get(till.refunds().step());

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDED);
        assertThat(till.bank.asked(order)).isEqualTo(2);
        assertThat(till.read(order).refunded()).isEqualTo(till.read(order).amount());
    }

    @Test
    void four_nodes_at_once_ask_for_each_refund_once() {
        List<String> orders = IntStream.range(0, 30).mapToObj(n -> asked()).toList();
        List<PgRefunds> nodes =
                IntStream.range(0, 4).mapToObj(n -> till.refunds()).toList();

        awaitAll(8, n -> nodes.get(n % 4).step());

        Await.until("all money is back", SOON, () -> orders.stream()
                .allMatch(order -> till.state(order) == OrderState.REFUNDED));
        assertThat(orders).allMatch(order -> till.bank.asked(order) == 1);
    }

    @Test
    void postgres_refuses_a_second_refund_of_one_cause_and_more_than_was_paid() {
        String order = asked();

        assertThat(failure(till.database
                        .pool()
                        .query("INSERT INTO refund (id, payment_id, order_id, cause, amount_fen) "
                                + "SELECT 'twin', payment_id, order_id, cause, 1 FROM refund WHERE order_id = '" + order
                                + "'")
                        .execute()))
                .hasMessageContaining("one_refund_per_cause");
        assertThat(failure(till.database
                        .pool()
                        .query("UPDATE payment SET returned_fen = amount_fen + 1 WHERE order_id = '" + order + "'")
                        .execute()))
                .hasMessageContaining("no_more_than_was_paid");
        till.refund(order);
    }

    private String asked() {
        String order = till.order(campaign, OrderState.SETTLED);
        get(till.changes.refund(SHOPPER, order, "refund-0001", ""));
        return order;
    }

    private void again(String order) {
        till.database.query("UPDATE refund SET attempts = 0, next_attempt_at = now() WHERE order_id = $1::text", order);
        till.refund(order);
    }

    private String error(String order) {
        return till.rows
                .texts("SELECT coalesce(last_error, '') FROM refund WHERE order_id = $1::text", order)
                .get(0);
    }
}
