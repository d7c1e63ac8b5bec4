package dev.stampede.order;

import static dev.stampede.testing.OrderRows.SHOPPER;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.json.Json;
import dev.stampede.money.Money;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgOrdersIT {
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final PgOrders orders = new PgOrders(DATABASE.pool());
    private final OrderRows rows = new OrderRows(DATABASE);

    @Test
    void an_order_is_read_with_all_that_clients_see() {
        String campaign = rows.campaign(10);
        String id = rows.held(campaign, 2, LATER);

        Order order = get(orders.find(id)).orElseThrow();

        assertThat(order.campaignId()).isEqualTo(campaign);
        assertThat(order.amount()).isEqualTo(Money.ofFen(1_980));
        assertThat(order.payBy()).isEqualTo(order.createdAt().plus(LATER));
        assertThat(order.source()).isEqualTo(Json.object().put("leaderId", "lily"));
        assertThat(order.voidReason()).isNull();
        assertThat(order.history())
                .containsExactly(new HistoryEntry(null, OrderState.HELD, order.createdAt(), "accepted"));
        assertThat(OrderJson.write(order).path("history").get(0).has("from")).isFalse();
    }

    @Test
    void an_order_is_found_by_the_request_that_made_it() {
        String campaign = rows.campaign(10);
        String id = rows.held(campaign, 1, LATER);

        assertThat(get(orders.findByRequest(campaign, SHOPPER, "key-" + id)))
                .hasValueSatisfying(order -> assertThat(order.id()).isEqualTo(id));
        assertThat(get(orders.findByRequest(campaign, "bob", "key-" + id))).isEmpty();
    }

    @Test
    void another_shoppers_order_is_not_found() {
        String id = rows.held(rows.campaign(10), 1, LATER);

        assertThat(get(orders.findFor(SHOPPER, id))).isPresent();
        assertThat(get(orders.findFor("bob", id))).isEmpty();
        assertThat(get(orders.find(DATABASE.ids().get()))).isEmpty();
    }

    @Test
    void a_list_goes_from_the_newest_to_the_oldest_page_by_page() {
        String campaign = rows.campaign(100);
        String shopper = "pager-" + campaign;
        List<String> made = rows.held(5, campaign, shopper, 1, LATER);
        rows.held(campaign, 1, LATER);

        List<Order> first = get(orders.list(shopper, null, 3));
        List<Order> second = get(orders.list(shopper, first.get(2).id(), 3));

        assertThat(first).extracting(Order::id).containsExactly(made.get(4), made.get(3), made.get(2));
        assertThat(second).extracting(Order::id).containsExactly(made.get(1), made.get(0));
    }

    @Test
    void a_page_names_the_next_one_only_when_there_is_more() {
        String campaign = rows.campaign(100);
        rows.held(3, campaign, SHOPPER, 1, LATER);
        List<Order> found = get(orders.list(new OrderFilter(campaign, null, null), null, 3));

        assertThat(OrderJson.page(found, 3, OrderJson::write).has("nextCursor")).isFalse();
        assertThat(OrderJson.page(found, 2, OrderJson::write).path("nextCursor").textValue())
                .isEqualTo(found.get(1).id());
        assertThat(OrderJson.page(found, 2, OrderJson::write).path("items")).hasSize(2);
    }

    @Test
    void an_operator_lists_by_campaign_state_and_shopper() {
        String campaign = rows.campaign(100);
        String hers = rows.held(campaign, 1, LATER);
        String his = rows.held(campaign, "bob", 1, LATER);

        assertThat(ids(new OrderFilter(campaign, null, null))).containsExactly(his, hers);
        assertThat(ids(new OrderFilter(campaign, OrderState.HELD, "bob"))).containsExactly(his);
        assertThat(ids(new OrderFilter(campaign, OrderState.PAID, null))).isEmpty();
        assertThat(ids(new OrderFilter(null, null, null))).contains(his, hers);
    }

    @Test
    void postgres_refuses_to_hold_more_than_was_allocated() {
        String campaign = rows.campaign(2);
        rows.held(campaign, 2, LATER);

        assertThatThrownBy(() -> rows.held(campaign, 1, LATER)).hasMessageContaining("no_oversell");
    }

    @Test
    void the_table_in_postgres_is_the_twin_of_the_enum() {
        List<String> moves = Arrays.stream(OrderState.values())
                .flatMap(from -> Arrays.stream(OrderState.values())
                        .filter(from::mayBecome)
                        .map(to -> from.word() + " " + to.word()))
                .toList();

        assertThat(rows.texts("SELECT from_state || ' ' || to_state FROM order_transition"))
                .containsExactlyInAnyOrderElementsOf(moves);
    }

    private List<String> ids(OrderFilter filter) {
        return get(orders.list(filter, null, 100)).stream().map(Order::id).toList();
    }
}
