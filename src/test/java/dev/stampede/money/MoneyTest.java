package dev.stampede.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void an_amount_is_unit_price_times_quantity() {
        assertThat(Money.ofFen(1_990).times(3)).isEqualTo(Money.ofFen(5_970));
    }

    @Test
    void sums_that_overflow_are_loud() {
        assertThatThrownBy(() -> Money.ofFen(Long.MAX_VALUE).plus(Money.ofFen(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.ofFen(Long.MAX_VALUE).times(2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void money_is_never_negative() {
        assertThatThrownBy(() -> Money.ofFen(1).minus(Money.ofFen(2)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("-1");
    }
}
