package dev.stampede.order;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.OrderInvariants;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PgCancelledCampaignsIT {
    private final Till till = new Till();
    private final String campaign = till.rows.campaign(1_000);

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(till.rows);
    }

    @Test
    void every_order_of_a_cancelled_campaign_is_taken_back_but_what_was_handed_out() {
        Map<OrderState, String> orders = new EnumMap<>(OrderState.class);
        till.order(campaign, OrderState.REFUNDED);
        for (OrderState state : EnumSet.complementOf(EnumSet.of(OrderState.REFUNDED))) {
            orders.put(state, till.order(campaign, state));
        }
        String living = till.order(till.rows.campaign(10), OrderState.HELD);

        cancel();

        Map<OrderState, OrderState> now = new EnumMap<>(OrderState.class);
        orders.forEach((state, order) -> now.put(state, till.state(order)));
        assertThat(now)
                .containsEntry(OrderState.HELD, OrderState.CANCELLED)
                .containsEntry(OrderState.PAID, OrderState.REFUNDING)
                .containsEntry(OrderState.SETTLED, OrderState.REFUNDING);
        now.keySet().removeAll(EnumSet.of(OrderState.HELD, OrderState.PAID, OrderState.SETTLED));
        assertThat(now).allSatisfy((before, after) -> assertThat(after).isEqualTo(before));
        assertThat(till.refundsOf(Objects.requireNonNull(orders.get(OrderState.SETTLED))))
                .containsExactly("campaign 990 pending");
        assertThat(till.units(campaign, "held")).isZero();
        assertThat(till.units(campaign, "sold")).as("handed out").isOne();
        assertThat(till.state(living)).isEqualTo(OrderState.HELD);
    }

    @Test
    void money_for_an_order_that_the_cancellation_took_goes_back() {
        String order = till.order(campaign, OrderState.HELD);
        cancel();

        assertThat(till.pay(order)).isEqualTo(NoticeVerdict.UNAPPLIED);
        till.resolve(order);
        till.refund(order);

        assertThat(till.state(order)).isEqualTo(OrderState.REFUNDED);
    }

    @Test
    void a_big_campaign_goes_in_steps_and_two_nodes_share_them() {
        for (int lot = 0; lot < 5; lot++) {
            till.rows.held(100, campaign, "shopper-" + lot, 1, Till.LATER);
        }
        till.database.query("UPDATE campaign SET state = 'cancelled' WHERE id = $1::text", campaign);

        assertThat(get(till.cancelled.step())).isEqualTo(200);
        while (awaitAll(2, n -> till.cancelled.step()).stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                > 0) {}

        assertThat(till.units(campaign, "held")).isZero();
        assertThat(till.database.count("SELECT count(*) FROM release WHERE campaign_id = $1::text", campaign))
                .isEqualTo(500);
    }

    @Test
    void a_campaign_is_cleared_only_when_none_of_its_orders_is_live() {
        String order = till.order(campaign, OrderState.HELD);
        till.database.query("UPDATE campaign SET state = 'cancelled' WHERE id = $1::text", campaign);

        get(till.database.pool().withTransaction(busy -> PgLockedOrder.lock(busy, order)
                .compose(locked -> till.cancelled.step())
                .mapEmpty()));
        assertThat(cleared()).isZero();
        while (get(till.cancelled.step()) > 0) {}

        assertThat(cleared()).isOne();
        assertThat(till.state(order)).isEqualTo(OrderState.CANCELLED);
    }

    /** Held and sold orders in one transaction would lock the second offer before the first. */
    @Test
    void a_step_locks_no_offer_behind_one_that_comes_later() {
        String second = till.rows.campaign(10);
        till.order(campaign, OrderState.SETTLED);
        till.order(second, OrderState.HELD);
        till.database.query(
                "UPDATE campaign SET state = 'cancelled' WHERE id IN ($1::text, $2::text)", campaign, second);

        get(till.database.pool().withTransaction(settler -> lockOffer(settler, campaign)
                .compose(first -> till.cancelled.step())
                .compose(taken -> lockOffer(settler, second))));

        assertThat(till.units(second, "held")).isZero();
        cancel();
    }

    private static Future<Void> lockOffer(SqlConnection connection, String campaign) {
        return connection
                .preparedQuery("SELECT sku FROM offer WHERE campaign_id = $1::text FOR UPDATE NOWAIT")
                .execute(Tuple.of(campaign))
                .mapEmpty();
    }

    private void cancel() {
        till.database.query("UPDATE campaign SET state = 'cancelled' WHERE id = $1::text", campaign);
        while (get(till.cancelled.step()) > 0) {}
    }

    private long cleared() {
        return till.database.count("SELECT count(*) FROM cleared_campaign WHERE campaign_id = $1::text", campaign);
    }
}
