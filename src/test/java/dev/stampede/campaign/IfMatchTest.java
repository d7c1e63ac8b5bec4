package dev.stampede.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"3\"", "*", "\"1\", \"3\"", " \"3\" ", "\"1\",*"})
    void a_tag_that_was_seen_is_admitted(String header) {
        assertThat(new IfMatch(header).admits(3)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "3", "W/\"3\"", "\"33\"", "\"\"", "", ",", "\"3"})
    void any_other_is_not(String header) {
        assertThat(new IfMatch(header).admits(3)).isFalse();
    }

    @Test
    void none_at_all_is_told_from_a_wrong_one() {
        assertThat(new IfMatch(null).isGiven()).isFalse();
        assertThat(new IfMatch(" ").isGiven()).isFalse();
        assertThat(new IfMatch("\"0\"").isGiven()).isTrue();
    }
}
