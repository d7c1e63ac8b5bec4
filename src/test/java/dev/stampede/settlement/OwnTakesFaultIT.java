package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.kind.OrderReacquired;
import dev.stampede.settlement.Verdict.Kind;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Late money and withdrawn stock on the road of takes, with everything that can come between. Each test ends in an audit. */
@Timeout(30)
class OwnTakesFaultIT {
    private static final String SEND_BACK = """
            WITH sent AS (UPDATE orders SET state = 'refunding' WHERE id = $1::text AND state = 'expired' RETURNING id),
            promised AS (
              UPDATE payment SET returned_fen = amount_fen WHERE order_id = $1::text RETURNING id, order_id, amount_fen),
            refund AS (
              INSERT INTO refund (id, payment_id, order_id, cause, amount_fen)
              SELECT id, id, order_id, 'late', amount_fen FROM promised)
            INSERT INTO order_move (order_id, position, from_state, to_state, at, cause)
            SELECT id, 2, 'expired', 'refunding', now(), 'late' FROM sent
            """;
    private static final Road ROAD = new Road();

    private final Road road = ROAD;
    private final OwnRoad own = new OwnRoad(road);
    private final String campaign = road.open(50);

    @AfterEach
    void nothing_is_broken() {
        own.release();
        road.audit();
    }

    @Test
    void late_money_pays_its_order_under_a_hold_of_its_own() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);

        Settled settled = only(road.settle(own.reacquire(campaign, order, "alice", payment)));

        assertThat(settled.isVoid()).isFalse();
        assertThat(own.text(
                        "SELECT string_agg(to_state || ' ' || cause, ', ' ORDER BY position) FROM order_history"
                                + " WHERE order_id = $1::text",
                        order))
                .isEqualTo("held accepted, expired not_paid_in_time, paid late_payment, settled no_formation");
        assertThat(own.text("SELECT hold_id FROM orders WHERE id = $1::text", order))
                .isEqualTo(payment);
        assertThat(road.count("SELECT count(*) FROM payment WHERE order_id = $1::text AND applied", order))
                .isOne();
        assertThat(own.text(
                        "SELECT string_agg(type, ', ' ORDER BY type) FROM logged_event WHERE data ->> 'orderId' = $1::text",
                        order))
                .isEqualTo("order.expired, order.held, order.paid, order.settled");
        assertThat(road.sold(campaign)).isOne();
        assertThat(road.held(campaign)).isZero();
        assertThat(road.left(campaign)).isEqualTo(49);
    }

    @Test
    void what_is_settled_again_counts_once_and_is_answered_from_its_rows() {
        String order = own.expired(campaign, "alice");
        Entry late = own.reacquire(campaign, order, "alice", own.payment(order));
        Entry out = own.withdraw(campaign, 7);

        Map<Entry, Verdict> first = road.settle(late, out);
        Map<Entry, Verdict> again = road.settle(late, out);

        assertThat(first.values()).extracting(Verdict::kind).containsOnly(Kind.APPLIED);
        assertThat(again.values()).extracting(Verdict::kind).containsOnly(Kind.BEFORE);
        assertThat(verdict(again, late).settled())
                .isEqualTo(verdict(first, late).settled());
        assertThat(verdict(again, out).settled()).isEqualTo(verdict(first, out).settled());
        assertThat(road.sold(campaign)).isOne();
        assertThat(road.withdrawn(campaign)).isEqualTo(7);
    }

    @Test
    void what_a_dead_node_took_is_settled_by_the_sweeper_of_another() {
        String order = own.expired(campaign, "alice");
        Entry late = own.reacquire(campaign, order, "alice", own.payment(order));
        road.age(late, 3);
        RedisSweeper sweeper = road.sweeper();
        for (int step = 0; step < 10; step++) {
            get(sweeper.step());
        }
        assertThat(own.state(order)).isEqualTo("settled");
        own.withdraw(campaign, 2);
        get(road.catchUp(road.redis).settle(campaign));
        assertThat(road.withdrawn(campaign)).isEqualTo(2);
    }

    @Test
    void money_that_is_being_sent_back_pays_nothing() {
        String order = own.expired(campaign, "alice");
        Entry late = own.reacquire(campaign, order, "alice", own.payment(order));
        own.refund(order);

        assertThat(only(road.settle(late)).voidReason()).isEqualTo("WRONG_STATE");
        assertThat(own.state(order)).isEqualTo("refunded");
        assertThat(road.left(campaign)).isEqualTo(49);
        own.release();
        assertThat(road.left(campaign)).isEqualTo(50);
        assertThat(road.sold(campaign)).isZero();
    }

    @Test
    void money_that_is_sent_back_at_the_same_moment_is_waited_for_and_pays_nothing() {
        String order = own.expired(campaign, "alice");
        Entry late = own.reacquire(campaign, order, "alice", own.payment(order));
        Promise<?> begun = Promise.promise();
        Future<?> refund = road.pool.withTransaction(db -> db.preparedQuery(SEND_BACK)
                .execute(Tuple.of(order))
                .onSuccess(rows -> begun.complete())
                .compose(rows -> TestDatabase.shared().vertx().timer(300, TimeUnit.MILLISECONDS)));
        get(begun.future());

        assertThat(only(road.settle(late)).voidReason()).isEqualTo("WRONG_STATE");
        get(refund);
        assertThat(own.state(order)).isEqualTo("refunding");
        assertThat(own.text("SELECT hold_id FROM orders WHERE id = $1::text", order))
                .isEqualTo(order);
    }

    @Test
    void an_order_of_a_cancelled_campaign_is_not_paid_and_withdrawn_stock_stays_out() {
        String order = own.expired(campaign, "alice");
        Entry late = own.reacquire(campaign, order, "alice", own.payment(order));
        Entry out = own.withdraw(campaign, 3);
        own.cancel(campaign);

        Map<Entry, Verdict> verdicts = road.settle(late, out);

        assertThat(verdict(verdicts, late).settled().get(0).voidReason()).isEqualTo("ENDED");
        assertThat(verdict(verdicts, out).settled().get(0).isVoid()).isFalse();
        assertThat(own.state(order)).isEqualTo("expired");
        assertThat(road.withdrawn(campaign)).isEqualTo(3);
        road.reload(campaign);
    }

    @Test
    void money_of_another_order_or_amount_pays_nothing() {
        String order = own.expired(campaign, "alice");
        String other = own.expired(campaign, "bob");
        Entry astray = own.reacquire(campaign, order, "alice", own.payment(other));
        assertThat(only(road.settle(astray)).isVoid()).isTrue();

        String third = own.expired(campaign, "carol");
        String payment = own.payment(third);
        road.sql("UPDATE payment SET amount_fen = 989 WHERE id = $1::text", payment);
        Entry cheap = own.reacquire(campaign, third, "carol", payment);
        assertThat(only(road.settle(cheap)).isVoid()).isTrue();
        assertThat(road.sold(campaign)).isZero();
    }

    @Test
    void what_is_on_its_way_is_no_difference_between_the_stores() {
        String order = own.expired(campaign, "alice");
        own.reacquire(campaign, order, "alice", own.payment(order));
        own.withdraw(campaign, 3);
        road.take(campaign, "bob", "key-0001");
        road.audit();
        get(road.catchUp(road.redis).settle(campaign));
        assertThat(road.left(campaign)).isEqualTo(45);
    }

    @Test
    void an_order_takes_its_units_again_once() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        road.settle(own.reacquire(campaign, order, "alice", payment));

        assertThatThrownBy(() -> own.reacquire(campaign, order, "alice", payment))
                .hasMessageContaining("REPLAY:" + payment);
        OrderReacquired second =
                new OrderReacquired(own.payment(order), order, "alice", "r:" + order, "ef01", Road.SKU, 1);
        assertThatThrownBy(() -> own.reacquire(campaign, second)).hasMessageContaining("IDEMPOTENCY_MISMATCH");
        assertThat(road.left(campaign)).isEqualTo(49);
    }

    @Test
    void a_reload_keeps_late_orders_their_keys_and_what_was_withdrawn() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        Entry late = own.reacquire(campaign, order, "alice", payment);
        String stillUnpaid = own.expired(campaign, "bob");
        Entry voided = own.reacquire(campaign, stillUnpaid, "bob", own.payment(stillUnpaid));
        own.refund(stillUnpaid);
        road.settle(late, voided, own.withdraw(campaign, 5));
        road.reload(campaign);

        assertThat(road.left(campaign)).isEqualTo(44);
        assertThat(road.field(campaign, "withdrawn:" + Road.SKU)).isEqualTo("5");
        assertThatThrownBy(() -> own.reacquire(campaign, order, "alice", payment))
                .hasMessageContaining("REPLAY:" + payment);
        assertThatThrownBy(() -> own.reacquire(
                        campaign, stillUnpaid, "bob", voided.outcomes().get(0).id()))
                .hasMessageContaining("REPLAY:");
        own.refundSold(order);
        assertThat(road.left(campaign)).as("its own hold goes back").isEqualTo(45);
    }

    @Test
    void a_reload_settles_what_was_taken_before_it() {
        String order = own.expired(campaign, "alice");
        Entry late = own.reacquire(campaign, order, "alice", own.payment(order));
        own.withdraw(campaign, 4);
        road.reload(campaign);

        assertThat(verdict(road.settle(late), late).kind()).isEqualTo(Kind.BEFORE);
        assertThat(own.state(order)).isEqualTo("settled");
        assertThat(road.left(campaign)).isEqualTo(45);
    }

    @Test
    void what_a_lost_redis_took_never_happened_and_may_be_asked_for_again() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        road.remember(campaign);
        Entry lost = own.reacquire(campaign, order, "alice", payment);
        Entry out = own.withdraw(campaign, 4);
        road.goBack(campaign);
        road.reload(campaign);

        assertThat(road.settle(lost, out).values()).extracting(Verdict::kind).containsOnly(Kind.STALE);
        assertThat(own.state(order)).isEqualTo("expired");
        assertThat(road.left(campaign)).isEqualTo(50);
        assertThat(only(road.settle(own.reacquire(campaign, order, "alice", payment)))
                        .isVoid())
                .isFalse();
    }

    @Test
    void withdrawals_of_one_commit_leave_a_trail_without_a_gap() {
        Entry first = own.withdraw(campaign, 2);
        Entry bought = road.take(campaign, "alice", "key-0001");
        Entry second = own.withdraw(campaign, 3);
        road.settle(first, bought, second);

        assertThat(own.text(
                        "SELECT string_agg(delta || ' ' || allocated_before || ' ' || allocated_after || ' ' || actor || ' '"
                                + " || reason, ', ' ORDER BY position) FROM stock_change WHERE campaign_id = $1::text",
                        campaign))
                .isEqualTo("-2 50 48 olga damaged, -3 48 45 olga damaged");
        assertThat(road.left(campaign)).isEqualTo(44);
        assertThat(road.count("SELECT revision FROM campaign WHERE id = $1::text", campaign))
                .isEqualTo(Long.parseLong(road.field(campaign, "revision")));
    }

    @Test
    void a_take_that_can_not_be_settled_is_set_aside_and_its_units_come_back() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        Entry late = own.reacquire(campaign, order, "alice", payment);
        Entry out = own.withdraw(campaign, 3);
        road.sql(
                "INSERT INTO order_move (order_id, position, from_state, to_state, at, cause)"
                        + " VALUES ($1::text, 2147483647, 'held', 'paid', now(), 'by hand')",
                order);

        Map<Entry, Verdict> verdicts = road.settle(late, out);

        assertThat(verdict(verdicts, late).kind()).isEqualTo(Kind.REJECTED);
        assertThat(verdict(verdicts, out).kind()).isEqualTo(Kind.APPLIED);
        road.sql("DELETE FROM order_move WHERE order_id = $1::text AND position = 2147483647", order);
        road.recover();
        assertThat(road.left(campaign)).isEqualTo(47);
        assertThat(only(road.settle(own.reacquire(campaign, order, "alice", payment)))
                        .isVoid())
                .as("asked again")
                .isFalse();
    }

    private static Verdict verdict(Map<Entry, Verdict> verdicts, Entry entry) {
        return Objects.requireNonNull(verdicts.get(entry));
    }

    private static Settled only(Map<Entry, Verdict> verdicts) {
        return verdicts.values().iterator().next().settled().get(0);
    }
}
