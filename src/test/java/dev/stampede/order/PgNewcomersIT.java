package dev.stampede.order;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PgNewcomersIT {
    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final PgNewcomers newcomers = new PgNewcomers(DATABASE.vertx(), DATABASE.pool());
    private final OrderRows rows = new OrderRows(DATABASE);
    private final String campaign = rows.campaign(5_000);
    private final String shopper = "new-" + campaign;

    @ParameterizedTest
    @EnumSource(OrderState.class)
    void an_order_that_is_settled_or_fulfilled_ends_it(OrderState state) {
        assertThat(get(newcomers.isNewcomer(shopper))).isTrue();
        String order = rows.held(campaign, shopper, 1, Duration.ofMinutes(5));
        DATABASE.query("UPDATE orders SET state = $2 WHERE id = $1", order, state.word());

        assertThat(get(newcomers.isNewcomer(shopper)))
                .isEqualTo(state != OrderState.SETTLED && state != OrderState.FULFILLED);
    }

    @Test
    void a_campaign_asks_once() {
        assertThat(get(newcomers.remembered(campaign, shopper))).isTrue();
        String order = rows.held(campaign, shopper, 1, Duration.ofMinutes(5));
        DATABASE.query("UPDATE orders SET state = 'settled' WHERE id = $1", order);

        assertThat(get(newcomers.remembered(campaign, shopper)))
                .as("the same campaign")
                .isTrue();
        assertThat(get(newcomers.remembered("another", shopper)))
                .as("another one")
                .isFalse();
    }

    @Test
    void a_crowd_at_the_opening_is_answered_each_with_its_own() {
        List<String> orders = rows.held(1_000, campaign, shopper + "-0", 1, Duration.ofMinutes(5));
        DATABASE.query(
                "UPDATE orders SET state = 'settled' WHERE id = ANY ($1)", (Object) orders.toArray(String[]::new));

        List<Boolean> answers = awaitAll(3_000, n -> newcomers.remembered(campaign, shopper + "-" + n % 1_500));

        for (int n = 0; n < answers.size(); n++) {
            assertThat(answers.get(n)).as("shopper %s", n).isEqualTo(n % 1_500 != 0);
        }
    }
}
