package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "ture,true,2", "'',abc,3", "same,same,0", "abc,'',3"})
    void the_distance_is_that_of_levenshtein(String from, String to, int edits) {
        assertThat(Nearest.edits(from, to)).isEqualTo(edits);
        assertThat(Nearest.edits(to, from)).isEqualTo(edits);
    }

    @Test
    void the_nearest_wins_and_letter_case_does_not_count() {
        assertThat(Nearest.to("OPRATOR", List.of("auditor", "operator"))).contains("operator");
    }

    @Test
    void a_word_with_nothing_in_common_is_near_to_nothing() {
        assertThat(Nearest.to("x", List.of("off"))).isEmpty();
        assertThat(Nearest.to("1", List.of("true", "false"))).isEmpty();
        assertThat(Nearest.hint("1", List.of("true", "false"))).isEmpty();
    }
}
