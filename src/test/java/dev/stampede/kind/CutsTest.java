package dev.stampede.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code -Dseed=…} draws the same cases again. */
class CutsTest {
    private static final int CASES = 100_000;
    private static final List<Curve> CURVES = List.of(Curve.values());

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** Something that can be drawn. */
    private record Case(long seed, long gap, int parts, long min, long max, Curve curve) {
        List<Long> drawn() {
            return Cuts.draw(seed, gap, parts, min, max, curve);
        }
    }

    @Test
    void parts_are_within_their_bounds_and_add_up_to_the_gap() {
        for (int i = 0; i < CASES; i++) {
            Case it = any();
            List<Long> parts = it.drawn();
            long sum = 0;
            for (long part : parts) {
                sum += part;
                if (part < it.min() || part > it.max()) {
                    assertThat(part).as("seed %d, %s", seed, it).isBetween(it.min(), it.max());
                }
            }
            if (sum != it.gap() || parts.size() != it.parts()) {
                assertThat(parts).as("seed %d, %s", seed, it).isEmpty();
            }
        }
    }

    @Test
    void the_same_seed_draws_the_same_parts() {
        Case it = new Case(7, 10_000, 20, 1, 10_000, Curve.EVEN);

        assertThat(it.drawn()).isEqualTo(it.drawn());
        assertThat(new Case(8, 10_000, 20, 1, 10_000, Curve.EVEN).drawn()).isNotEqualTo(it.drawn());
    }

    @Test
    void curves_differ_in_who_cuts_most() {
        long front = 0;
        long even = 0;
        long tail = 0;
        for (int i = 0; i < 1_000; i++) {
            front += firstHalf(i, Curve.FRONT);
            even += firstHalf(i, Curve.EVEN);
            tail += firstHalf(i, Curve.TAIL);
        }
        assertThat(front / 1_000).isGreaterThan(5_800);
        assertThat(even / 1_000).isBetween(4_800L, 5_200L);
        assertThat(tail / 1_000).isLessThan(4_200);
        for (int i = 0; i < 1_000; i++) {
            assertThat(new Case(i, 10_000, 10, 1, 10_000, Curve.FRONT).drawn())
                    .isSortedAccordingTo((a, b) -> Long.compare(b, a));
            assertThat(new Case(i, 10_000, 10, 1, 10_000, Curve.TAIL).drawn()).isSorted();
        }
    }

    @Test
    void bounds_without_room_leave_no_choice() {
        assertThat(new Case(3, 30, 10, 3, 3, Curve.TAIL).drawn()).containsOnly(3L);
        assertThat(new Case(3, 10, 10, 1, 10, Curve.FRONT).drawn()).containsOnly(1L);
        assertThat(new Case(3, 100, 10, 1, 10, Curve.EVEN).drawn()).containsOnly(10L);
    }

    @Test
    void what_can_not_be_divided_is_refused() {
        assertThat(Cuts.areDrawable(9, 10, 1, 9)).as("fewer fen than parts").isFalse();
        assertThat(Cuts.areDrawable(101, 10, 1, 10)).isFalse();
        assertThat(Cuts.areDrawable(10, 0, 1, 10)).isFalse();
        assertThat(Cuts.areDrawable(10, 1, 0, 10)).isFalse();
        assertThat(Cuts.areDrawable(10, 1, 11, 10)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Cuts.draw(1, 9, 10, 1, 9, Curve.EVEN));
    }

    @Test
    void whoever_comes_the_last_helper_lands_on_the_floor() {
        for (int i = 0; i < CASES; i++) {
            Case it = any();
            List<Long> parts = it.drawn();
            int weight = random.nextInt(100, 1_001);
            long rest = it.gap();
            for (int helper = 0; helper < it.parts(); helper++) {
                long cut = Cuts.cut(
                        parts.get(helper),
                        random.nextBoolean() ? weight : 100,
                        rest,
                        it.parts() - helper - 1,
                        it.min(),
                        it.max());
                if (cut < it.min() || cut > it.max()) {
                    assertThat(cut).as("seed %d, %s", seed, it).isBetween(it.min(), it.max());
                }
                rest -= cut;
            }
            if (rest != 0) {
                assertThat(rest).as("seed %d, %s", seed, it).isZero();
            }
        }
    }

    @Test
    void a_newcomer_cuts_more_where_there_is_room() {
        assertThat(Cuts.cut(10, 250, 100, 9, 1, 100)).isEqualTo(25);
        assertThat(Cuts.cut(10, 1_000, 100, 9, 1, 100)).as("nine more come").isEqualTo(91);
        assertThat(Cuts.cut(10, 100, 100, 9, 1, 5)).isEqualTo(5);
        assertThat(Cuts.cut(10, 100, 42, 0, 1, 100))
                .as("the last takes the rest")
                .isEqualTo(42);
    }

    private static long firstHalf(long seed, Curve curve) {
        return Cuts.draw(seed, 10_000, 10, 1, 10_000, curve).subList(0, 5).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Case any() {
        int parts = random.nextInt(1, 102);
        long min = random.nextInt(8) == 0 ? random.nextInt(1, 1_000_000) : random.nextInt(1, 100);
        long max = min + (random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(100_000));
        long gap = random.nextLong(parts * min, parts * max + 1);
        Curve curve = CURVES.get(random.nextInt(CURVES.size()));
        return new Case(random.nextLong(), gap, parts, min, max, curve);
    }
}
