package dev.stampede.kind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** How a gap is divided among helpers. Whole fen only; equal arguments always give equal cuts, so that anybody can draw them again. */
public final class Cuts {
    private static final int SMALLEST_WEIGHT = 500;
    private static final int LARGEST_WEIGHT = 1_500;
    private static final int PER_CENT = 100;

    private Cuts() {}

    /**
     * The parts of a gap in the order in which helpers come: their sum is the gap.
     *
     * @param gap in fen, from {@code parts * min} to {@code parts * max}; another one throws
     *     {@link IllegalArgumentException}
     * @param parts how many, 1 or more
     * @param min the smallest part in fen, 1 or more
     * @param max the largest part in fen
     */
    public static List<Long> draw(long seed, long gap, int parts, long min, long max, Curve curve) {
        if (!areDrawable(gap, parts, min, max)) {
            throw new IllegalArgumentException(
                    "no %d parts from %d to %d fen add up to %d".formatted(parts, min, max, gap));
        }
        long[] weights = new SplittableRandom(seed)
                .longs(parts, SMALLEST_WEIGHT, LARGEST_WEIGHT + 1)
                .toArray();
        long weightLeft = 0;
        for (long weight : weights) {
            weightLeft += weight;
        }
        List<Long> drawn = new ArrayList<>();
        long rest = gap;
        for (int i = 0; i < parts; i++) {
            long part = within(rest, parts - i - 1, min, max, Math.multiplyExact(rest, weights[i]) / weightLeft);
            drawn.add(part);
            rest -= part;
            weightLeft -= weights[i];
        }
        return along(curve, drawn);
    }

    /** Whether so many parts within these bounds can add up to the gap. */
    public static boolean areDrawable(long gap, int parts, long min, long max) {
        return parts >= 1
                && min >= 1
                && min <= max
                && Math.multiplyExact(parts, min) <= gap
                && gap <= Math.multiplyExact(parts, max);
    }

    /**
     * What a helper cuts: the part, weighted, but no more and no less than leaves the helpers after this one parts within the
     * bounds. The last one cuts all the rest.
     *
     * @param part drawn for this place
     * @param weight in per cent of the part
     * @param rest what is still to be cut, in fen
     * @param toCome how many helpers come after this one
     */
    public static long cut(long part, int weight, long rest, int toCome, long min, long max) {
        return within(rest, toCome, min, max, Math.multiplyExact(part, (long) weight) / PER_CENT);
    }

    private static long within(long rest, int toCome, long min, long max, long wanted) {
        long least = Math.max(min, rest - Math.multiplyExact(toCome, max));
        long most = Math.min(max, rest - Math.multiplyExact(toCome, min));
        return Math.min(Math.max(wanted, least), most);
    }

    private static List<Long> along(Curve curve, List<Long> parts) {
        switch (curve) {
            case EVEN -> {}
            case FRONT -> parts.sort(Collections.reverseOrder());
            case TAIL -> Collections.sort(parts);
        }
        return List.copyOf(parts);
    }
}
