package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Rounds of a duel, several at a time. Who is first sweeps from round to round: in the first one the left side is answered
 * before the right one asks, in the last one the other way round, in between they meet. So each side wins at least once, on any
 * machine.
 */
final class Rounds {
    private static final int SPREAD_MS = 30;
    private static final int CLOCK_MS = 1_000;
    private static final int BEFORE_MS = 300;
    private static final int AFTER_MS = 900;

    private final Vertx vertx;
    private final int count;

    Rounds(Vertx vertx, int count) {
        this.vertx = vertx;
        this.count = count;
    }

    int count() {
        return count;
    }

    /** What both sides of a duel were answered. */
    record Pair<T>(T left, T right) {}

    /** Plays all rounds, so many at a time. */
    <T> List<T> play(int atOnce, IntFunction<Future<T>> round) {
        List<T> results = new ArrayList<>();
        for (int first = 0; first < count; first += atOnce) {
            List<Future<T>> wave = IntStream.range(first, Math.min(count, first + atOnce))
                    .mapToObj(round)
                    .toList();
            results.addAll(Fellows.all(wave));
        }
        return results;
    }

    /** Two sides of one round. */
    <T> Future<Pair<T>> duel(int round, Supplier<Future<T>> left, Supplier<Future<T>> right) {
        if (round == 0) {
            return left.get().compose(one -> right.get().map(other -> new Pair<>(one, other)));
        }
        if (round == count - 1) {
            return right.get().compose(other -> left.get().map(one -> new Pair<>(one, other)));
        }
        int lead = SPREAD_MS - 2 * SPREAD_MS * round / (count - 1);
        Future<T> one = after(Math.max(1, -lead), left);
        Future<T> other = after(Math.max(1, lead), right);
        return Future.join(one, other).map(both -> new Pair<>(one.result(), other.result()));
    }

    /**
     * A side against the clock: in the first round it is answered before the clock is set, in the last one it asks when what
     * the clock brings has come about.
     *
     * @param sides one a round
     * @param set sets the clock for these rounds to so many ms from now
     * @param over waits until time has won the last round
     */
    <T> List<T> againstTheClock(List<Supplier<Future<T>>> sides, Clock set, Runnable over) {
        T early = get(sides.get(0).get());
        set.in(CLOCK_MS, 0, count);
        List<Future<T>> met = IntStream.range(1, count - 1)
                .mapToObj(round -> after(
                        CLOCK_MS - BEFORE_MS + (BEFORE_MS + AFTER_MS) * (long) round / (count - 1), sides.get(round)))
                .toList();
        over.run();
        Future<T> late = sides.get(count - 1).get();
        List<T> results = new ArrayList<>(List.of(early));
        results.addAll(Fellows.all(met));
        results.add(get(late));
        return results;
    }

    /** Sets the clock of the rounds from one to before another. */
    interface Clock {
        void in(long millis, int from, int to);
    }

    private <T> Future<T> after(long millis, Supplier<Future<T>> side) {
        return vertx.timer(millis, TimeUnit.MILLISECONDS).compose(waited -> side.get());
    }
}
