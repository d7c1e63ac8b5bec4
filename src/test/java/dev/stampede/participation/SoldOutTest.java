package dev.stampede.participation;

import static dev.stampede.participation.FlashSales.live;
import static dev.stampede.participation.FlashSales.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Span;
import dev.stampede.kind.Take;
import dev.stampede.kind.flashsale.FlashSaleRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom a node refuses from what it remembers, and how long it remembers. */
class SoldOutTest {
    private static final long OPENS_AT = 100_000;
    private static final long CLOSES_AT = 200_000;
    private static final long NOON = 150_000;
    private static final StockMark MARK = new StockMark(7, 1, 12, "00000000000000aa", 30);
    private static final SoldOut KNOWN =
            new SoldOut(MARK, "purchase", OPENS_AT, CLOSES_AT, 4, Map.of("eggs", 0L, "milk", 2L), buyers());
    private static final Live<FlashSaleRules> LIVE = live(1, 7);

    @Test
    void a_shopper_who_never_took_anything_is_refused_when_too_little_is_left() {
        assertThat(KNOWN.refuses(LIVE, "purchase", take("sam", "eggs", 1))).isTrue();
        assertThat(KNOWN.refuses(LIVE, "purchase", take("sam", "milk", 3))).isTrue();
        assertThat(KNOWN.refuses(LIVE, "purchase", take("sam", "milk", 2))).isFalse();
    }

    @Test
    void everybody_else_is_for_the_script() {
        assertThat(KNOWN.refuses(LIVE, "purchase", take("bob", "eggs", 1)))
                .as("a buyer may repeat, or be at the limit")
                .isFalse();
        assertThat(KNOWN.refuses(LIVE, "purchase", take("sam", "eggs", 5)))
                .as("beyond the limit")
                .isFalse();
        assertThat(KNOWN.refuses(LIVE, "purchase", take("sam", "bread", 1)))
                .as("no such offer")
                .isFalse();
        assertThat(KNOWN.refuses(LIVE, "purchase", take("sam", "eggs", 1, CommonRejection.FORBIDDEN, List.of())))
                .as("the definition has something against it")
                .isFalse();
        assertThat(KNOWN.refuses(LIVE, "join_team", take("sam", "eggs", 1)))
                .as("another action")
                .isFalse();
        assertThat(KNOWN.refuses(live(1, 8), "purchase", take("sam", "eggs", 1)))
                .as("another generation")
                .isFalse();
        assertThat(KNOWN.refuses(live(0, 7), "purchase", take("sam", "eggs", 1)))
                .as("decided on an older definition")
                .isFalse();
        assertThat(KNOWN.refuses(live(2, 7), "purchase", take("sam", "eggs", 1)))
                .as("decided on a newer one")
                .isTrue();
    }

    @Test
    void near_its_opening_and_its_close_the_script_says_what_time_it_is() {
        Take take = take("sam", "eggs", 1);
        assertThat(KNOWN.sells(take, NOON, NOON + 3)).isTrue();
        assertThat(KNOWN.sells(take, OPENS_AT + 999, NOON)).isFalse();
        assertThat(KNOWN.sells(take, OPENS_AT + 1_000, NOON)).isTrue();
        assertThat(KNOWN.sells(take, NOON, CLOSES_AT - 1_000)).isFalse();
        assertThat(KNOWN.sells(take, NOON, CLOSES_AT - 1_001)).isTrue();
    }

    @Test
    void near_the_ends_of_a_window_too() {
        Take take = take("sam", "eggs", 1, null, List.of(window(110_000, 120_000), window(140_000, 160_000)));
        assertThat(KNOWN.sells(take, NOON, NOON + 3)).isTrue();
        assertThat(KNOWN.sells(take, 140_999, 141_000)).isFalse();
        assertThat(KNOWN.sells(take, 158_990, 159_000)).isFalse();
        assertThat(KNOWN.sells(take, 130_000, 130_001)).isFalse();
        assertThat(KNOWN.sells(take, 115_000, 150_000)).isFalse();
        assertThat(KNOWN.sells(take("sam", "eggs", 1, null, List.of(Span.NEVER)), NOON, NOON))
                .isFalse();
    }

    @Test
    void whatever_happens_to_a_campaign_changes_its_mark() {
        List<String> fields = List.of("0", "open", "7", "1", "12", "00000000000000aa", "30");
        assertThat(StockMark.of(new ArrayList<>(fields))).isEqualTo(MARK);
        List<String> changed = List.of("0", "open", "8", "2", "13", "00000000000000ab", "31");
        for (int field = 2; field < fields.size(); field++) {
            List<@Nullable String> values = new ArrayList<>(fields);
            values.set(field, changed.get(field));
            assertThat(StockMark.of(values)).isNotNull().isNotEqualTo(MARK);
        }
    }

    @Test
    void what_is_known_stands_while_nothing_happened_and_redis_has_all_that_is_settled() {
        StockMark later = new StockMark(7, 1, 13, "00000000000000ab", 31);
        assertThat(KNOWN.standsAt(MARK, 12)).isTrue();
        assertThat(KNOWN.standsAt(later, 12)).isFalse();
        assertThat(KNOWN.standsAt(null, 12)).isFalse();
        assertThat(KNOWN.standsAt(MARK, 13)).as("Redis went back in time").isFalse();
    }

    @Test
    void a_campaign_that_does_not_sell_has_no_mark() {
        assertThat(StockMark.of(Arrays.asList("1", "open", "7", "1", "12", "aa", "30")))
                .as("fenced")
                .isNull();
        assertThat(StockMark.of(Arrays.asList(null, "paused", "7", "1", "12", "aa", "30")))
                .as("paused")
                .isNull();
        assertThat(StockMark.of(Arrays.asList(null, "closed", "7", "1", "12", "aa", "30")))
                .as("closed")
                .isNull();
        assertThat(StockMark.of(Arrays.asList(null, null, null, null, null, null, null)))
                .as("absent")
                .isNull();
    }

    @Test
    void takers_are_read_by_one_at_a_time_and_the_more_the_more_rarely() {
        SoldOutMemory memory = new SoldOutMemory();
        assertThat(memory.begins("a", 1_000)).isTrue();
        assertThat(memory.begins("a", 900_000)).as("somebody is at it").isFalse();
        assertThat(memory.begins("b", 1_000)).as("another campaign").isTrue();
        memory.ended("a", 40_000, 1_040);
        assertThat(memory.begins("a", 1_839)).isFalse();
        assertThat(memory.begins("a", 1_840)).isTrue();
        memory.ended("a", 0, 1_840);
        assertThat(memory.begins("a", 1_939)).isFalse();
        assertThat(memory.begins("a", 1_940)).isTrue();
    }

    @Test
    void a_stale_memory_is_forgotten_and_a_newer_one_is_not() {
        SoldOutMemory memory = new SoldOutMemory();
        StockMark newer = new StockMark(7, 1, 13, "00000000000000ab", 31);
        memory.keep("a", KNOWN);
        memory.forget("a", KNOWN);
        assertThat(memory.find("a")).isNull();
        SoldOut fresh = new SoldOut(newer, "purchase", OPENS_AT, CLOSES_AT, 4, Map.of("eggs", 0L), buyers());
        memory.keep("a", fresh);
        memory.forget("a", KNOWN);
        assertThat(memory.find("a")).isSameAs(fresh);
    }

    private static NameFilter buyers() {
        NameFilter buyers = new NameFilter(2);
        buyers.add("bob");
        return buyers;
    }

    private static Span window(long from, long to) {
        return new Span(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    }
}
