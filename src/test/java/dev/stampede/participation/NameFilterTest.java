package dev.stampede.participation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the filter of those who took something may get wrong, and what it may not. */
class NameFilterTest {
    private static final int NAMES = 20_000;

    @Test
    void who_was_added_is_never_forgotten() {
        NameFilter filter = filled(NAMES);
        assertThat(IntStream.range(0, NAMES).mapToObj(NameFilterTest::name)).allMatch(filter::mayHave);
        NameFilter overfull = new NameFilter(1);
        List<String> names =
                IntStream.range(0, NAMES).mapToObj(NameFilterTest::name).toList();
        names.forEach(overfull::add);
        assertThat(names).allMatch(overfull::mayHave);
    }

    @Test
    void hardly_anybody_else_is_taken_for_one_of_them() {
        NameFilter filter = filled(NAMES);
        assertThat(IntStream.range(NAMES, 6 * NAMES)
                        .mapToObj(NameFilterTest::name)
                        .filter(filter::mayHave))
                .hasSizeLessThan(NAMES / 100);
        assertThat(new NameFilter(0).mayHave(name(1))).isFalse();
    }

    @Test
    void it_is_small() {
        assertThat(new NameFilter(0).kilobytes()).isEqualTo(1);
        assertThat(new NameFilter(1_000_000).kilobytes()).isBetween(1_900, 2_048);
    }

    private static NameFilter filled(int names) {
        NameFilter filter = new NameFilter(names);
        IntStream.range(0, names).mapToObj(NameFilterTest::name).forEach(filter::add);
        return filter;
    }

    private static String name(int number) {
        return "shopper-" + number;
    }
}
