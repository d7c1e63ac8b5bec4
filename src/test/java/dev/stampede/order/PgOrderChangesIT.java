package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.order.OrderAnswer.Verdict;
import dev.stampede.testing.OrderInvariants;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PgOrderChangesIT {
    private static final String KEY = "change-0001";

    private final Till till = new Till();
    private final String campaign = till.rows.campaign(100);

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(till.rows);
    }

    @Test
    void a_cancelled_order_gives_its_units_back_at_once_in_postgres_and_by_a_row_in_redis() {
        String order = till.rows.held(campaign, 3, Till.LATER);

        Order cancelled = get(till.changes.cancel(SHOPPER, order, KEY)).order().orElseThrow();

        assertThat(cancelled.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(cancelled.history().get(1).cause()).isEqualTo("cancelled_by_shopper");
        assertThat(till.units(campaign, "held")).isZero();
        assertThat(till.rows.texts(
                        "SELECT hold_id || ' ' || cause FROM release WHERE campaign_id = $1::text AND done_at IS NULL",
                        campaign))
                .containsExactly("hold-" + order + " cancelled");
    }

    @Test
    void a_key_stands_for_one_request_of_one_order() {
        String order = till.order(campaign, OrderState.HELD);
        String other = till.order(campaign, OrderState.HELD);

        assertThat(cancel(order, KEY)).isEqualTo(Verdict.DONE);
        assertThat(cancel(order, KEY)).isEqualTo(Verdict.REPLAYED);
        assertThat(cancel(order, "change-0002")).isEqualTo(Verdict.WRONG_STATE);
        assertThat(refund(order, KEY, "")).isEqualTo(Verdict.MISMATCH);
        assertThat(get(till.checkout.open(SHOPPER, order, KEY)).verdict()).isEqualTo(IntentAnswer.Verdict.MISMATCH);
        assertThat(cancel(other, KEY)).isEqualTo(Verdict.DONE);
        assertThat(till.releases(order)).isOne();
    }

    @Test
    void a_refund_asked_again_in_other_words_is_another_request() {
        String order = till.order(campaign, OrderState.SETTLED);

        assertThat(refund(order, KEY, "too large")).isEqualTo(Verdict.DONE);
        assertThat(refund(order, KEY, "too small")).isEqualTo(Verdict.MISMATCH);
        till.refund(order);
        OrderAnswer replay = get(till.changes.refund(SHOPPER, order, KEY, "too large"));
        assertThat(replay.verdict()).isEqualTo(Verdict.REPLAYED);
        assertThat(replay.order().orElseThrow().state()).isEqualTo(OrderState.REFUNDED);
        assertThat(till.refundsOf(order)).containsExactly("requested 990 done");
    }

    @Test
    void a_key_that_paid_does_not_cancel_and_one_that_was_refused_may_be_used_again() {
        String order = till.order(campaign, OrderState.HELD);
        get(till.checkout.open(SHOPPER, order, "first-key"));
        get(till.checkout.open(SHOPPER, order, "second-key"));

        assertThat(cancel(order, "first-key")).isEqualTo(Verdict.MISMATCH);
        assertThat(cancel(order, "second-key")).isEqualTo(Verdict.MISMATCH);
        assertThat(refund(order, KEY, "")).isEqualTo(Verdict.WRONG_STATE);
        assertThat(cancel(order, KEY)).isEqualTo(Verdict.DONE);
    }

    @Test
    void anyone_elses_order_is_left_alone() {
        String order = till.order(campaign, OrderState.SETTLED);

        assertThat(get(till.changes.cancel("mallory", order, KEY)).verdict()).isEqualTo(Verdict.NOT_THEIRS);
        assertThat(get(till.changes.refund("mallory", order, KEY, "")).verdict())
                .isEqualTo(Verdict.NOT_THEIRS);
        assertThat(cancel(till.database.ids().get(), KEY)).isEqualTo(Verdict.NO_ROW);
        assertThat(till.state(order)).isEqualTo(OrderState.SETTLED);
    }

    @Test
    void what_is_not_refundable_stays_sold_whoever_asks() {
        String order = till.order(campaign, OrderState.SETTLED);
        till.database.query("UPDATE campaign SET refundable = false WHERE id = $1::text", campaign);

        assertThat(refund(order, KEY, "")).isEqualTo(Verdict.WRONG_STATE);
        assertThat(get(till.changes.refundBy("fin", order, "")).verdict()).isEqualTo(Verdict.WRONG_STATE);
        till.database.query("UPDATE campaign SET refundable = true, state = 'archived' WHERE id = $1::text", campaign);
        assertThat(refund(order, KEY, "")).isEqualTo(Verdict.ENDED);
        assertThat(till.refundsOf(order)).isEmpty();
    }

    @Test
    void an_operators_name_and_words_are_kept() {
        String order = till.order(campaign, OrderState.SETTLED);

        get(till.changes.refundBy("finn", order, "box was open"));

        assertThat(till.rows.texts("""
                        SELECT cause || ' ' || actor || ': ' || reason FROM order_history
                        WHERE order_id = $1::text AND to_state = 'refunding'
                        """, order)).containsExactly("refund_by_operator finn: box was open");
    }

    @Test
    void of_a_refund_and_a_fulfilment_at_once_one_wins() {
        for (int round = 0; round < 20; round++) {
            String order = till.order(campaign, OrderState.SETTLED);

            List<OrderAnswer> answers = awaitAll(3, n -> switch (n) {
                case 0 -> till.changes.fulfilBy("olga", order, "");
                case 1 -> till.changes.refundBy("finn", order, "");
                default -> till.changes.refund(SHOPPER, order, KEY, "");
            });

            assertThat(answers)
                    .filteredOn(answer -> answer.verdict() == Verdict.DONE)
                    .hasSize(1);
            assertThat(till.refundsOf(order)).hasSize(till.state(order) == OrderState.FULFILLED ? 0 : 1);
        }
    }

    @Test
    void twenty_cancels_at_once_give_back_once() {
        String order = till.rows.held(campaign, 2, Till.LATER);

        List<OrderAnswer> answers = awaitAll(20, n -> till.changes.cancel(SHOPPER, order, "cancel-" + n % 2 + "-key"));

        assertThat(answers)
                .extracting(OrderAnswer::verdict)
                .filteredOn(Verdict.DONE::equals)
                .hasSize(1);
        assertThat(answers)
                .extracting(OrderAnswer::verdict)
                .filteredOn(Verdict.REPLAYED::equals)
                .hasSize(9);
        assertThat(till.units(campaign, "held")).isZero();
    }

    private Verdict cancel(String order, String key) {
        return get(till.changes.cancel(SHOPPER, order, key)).verdict();
    }

    private Verdict refund(String order, String key, String reason) {
        return get(till.changes.refund(SHOPPER, order, key, reason)).verdict();
    }
}
