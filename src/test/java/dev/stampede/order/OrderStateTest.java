package dev.stampede.order;

import static dev.stampede.order.OrderState.CANCELLED;
import static dev.stampede.order.OrderState.EXPIRED;
import static dev.stampede.order.OrderState.FULFILLED;
import static dev.stampede.order.OrderState.HELD;
import static dev.stampede.order.OrderState.PAID;
import static dev.stampede.order.OrderState.REFUNDED;
import static dev.stampede.order.OrderState.REFUNDING;
import static dev.stampede.order.OrderState.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderStateTest {
    private static final Map<OrderState, Set<OrderState>> TABLE = Map.of(
            HELD, Set.of(PAID, EXPIRED, CANCELLED),
            PAID, Set.of(SETTLED, REFUNDING),
            SETTLED, Set.of(FULFILLED, REFUNDING),
            FULFILLED, Set.of(),
            EXPIRED, Set.of(PAID, REFUNDING),
            CANCELLED, Set.of(REFUNDING),
            REFUNDING, Set.of(REFUNDED),
            REFUNDED, Set.of());

    @ParameterizedTest
    @MethodSource("everyPair")
    void a_state_becomes_what_the_table_says_and_nothing_else(OrderState from, OrderState to) {
        assertThat(from.mayBecome(to))
                .isEqualTo(TABLE.getOrDefault(from, Set.of()).contains(to));
    }

    @ParameterizedTest
    @EnumSource
    void a_state_keeps_units_until_it_is_expired_cancelled_or_refunded(OrderState state) {
        assertThat(state.holdsUnits())
                .isEqualTo(List.of(HELD, PAID, SETTLED, FULFILLED).contains(state));
    }

    @ParameterizedTest
    @EnumSource
    void a_state_is_read_back_from_its_word(OrderState state) {
        assertThat(OrderState.ofWord(state.word())).isEqualTo(state);
        assertThat(state.word()).isLowerCase();
    }

    private static Stream<Arguments> everyPair() {
        return Arrays.stream(OrderState.values())
                .flatMap(from -> Arrays.stream(OrderState.values()).map(to -> Arguments.of(from, to)));
    }
}
