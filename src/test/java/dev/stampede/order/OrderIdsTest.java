package dev.stampede.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.tsid.Tsid;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderIdsTest {
    private static final String ID = "0JZ9K2V4C7QRS";
    private static final Instant MADE = Tsid.from(ID).getInstant();

    @Test
    void an_id_as_the_engine_writes_it_is_well_formed() {
        assertThat(OrderIds.isWellFormed(ID)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "0JZ9K2V4C7QR",
                "0JZ9K2V4C7QRSS",
                "0JZ9K2V4C7QRU",
                "0JZ9K2V4C7QR\0",
                "IJZ9K2V4C7QRS",
                "ZZZZZZZZZZZZZ",
                "0jz9k2v4c7qrs"
            })
    void any_other_text_is_not(String id) {
        assertThat(OrderIds.isWellFormed(id)).isFalse();
        assertThat(OrderIds.mayLackItsRow(id, MADE)).isFalse();
    }

    @Test
    void an_id_may_lack_its_row_for_less_than_a_minute() {
        assertThat(OrderIds.mayLackItsRow(ID, MADE)).isTrue();
        assertThat(OrderIds.mayLackItsRow(ID, MADE.plusMillis(59_999))).isTrue();
        assertThat(OrderIds.mayLackItsRow(ID, MADE.plusMillis(60_000))).isFalse();
    }

    @Test
    void an_id_from_the_future_may_lack_its_row_as_far_as_clocks_differ() {
        assertThat(OrderIds.mayLackItsRow(ID, MADE.minusMillis(5_000))).isTrue();
        assertThat(OrderIds.mayLackItsRow(ID, MADE.minusMillis(5_001))).isFalse();
    }

    @Test
    void lower_case_is_another_id() {
        assertThat(OrderIds.mayLackItsRow(ID.toLowerCase(Locale.ROOT), MADE)).isFalse();
    }
}
