package dev.stampede.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConflationTest {
    private final Conflation conflation = new Conflation();

    @Test
    void the_first_figure_goes_out_at_once_and_the_next_after_a_pause() {
        assertThat(conflation.offer(tick(1, "eggs", 9), 1_000)).isZero();
        assertThat(conflation.take("c", "left", 1_000).figures()).isEqualTo(Map.of("eggs", 9L));
        assertThat(conflation.offer(tick(2, "eggs", 8), 1_010)).isEqualTo(190);
        assertThat(conflation.offer(tick(3, "eggs", 7), 1_020)).isEqualTo(Conflation.LATER);
        assertThat(conflation.take("c", "left", 1_200)).isEqualTo(tick(3, "eggs", 7));
        assertThat(conflation.offer(tick(4, "eggs", 6), 2_000)).isZero();
    }

    @Test
    void the_newest_version_of_each_offer_wins_whichever_comes_last() {
        conflation.offer(tick(7, "eggs", 3), 0);
        conflation.offer(tick(5, "eggs", 5), 0);
        conflation.offer(tick(6, "milk", 4), 0);
        assertThat(conflation.take("c", "left", 0))
                .isEqualTo(new StockTick("c", "left", 7, Map.of("eggs", 3L, "milk", 4L)));
    }

    @Test
    void what_is_known_already_is_no_news() {
        conflation.offer(tick(1, "eggs", 0), 0);
        conflation.take("c", "left", 0);
        assertThat(conflation.offer(tick(1, "eggs", 0), 500)).isEqualTo(Conflation.LATER);
        assertThat(conflation.offer(tick(2, "eggs", 0), 500)).isEqualTo(Conflation.LATER);
        assertThat(conflation.offer(tick(3, "eggs", 1), 500)).isZero();
    }

    @Test
    void a_tick_on_the_bus_reads_as_it_was_written() {
        assertThat(StockTick.read(tick(1L << 32, "eggs", 4).write())).contains(tick(1L << 32, "eggs", 4));
        assertThat(StockTick.read("{\"v\":2}")).isEmpty();
    }

    private static StockTick tick(long version, String sku, long left) {
        return new StockTick("c", "left", version, Map.of(sku, left));
    }
}
