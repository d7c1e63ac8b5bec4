package dev.stampede.demo;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws the shoppers. The same generator draws the same ones. */
final class Crowd {
    private static final int MOST_WHO_LOOK = 2_000;
    private static final int FEWEST_WHO_RETURN = 20;
    private static final int MOST_WHO_RETURN = 300;
    private static final long SHORTEST_RUSH_MS = 1_000;
    private static final int SHOPPERS_A_MS = 4;

    private final Play play;
    private final RandomGenerator random;
    private final UnaryOperator<String> tokens;
    private final long rushMs;

    private Crowd(Play play, RandomGenerator random, UnaryOperator<String> tokens) {
        this.play = play;
        this.random = random;
        this.tokens = tokens;
        this.rushMs = Math.max(SHORTEST_RUSH_MS, play.shoppers() / SHOPPERS_A_MS);
    }

    /** All shoppers; {@code tokens} makes the token of a name. */
    static List<Shopper> of(Play play, RandomGenerator random, UnaryOperator<String> tokens) {
        Crowd crowd = new Crowd(play, random, tokens);
        return IntStream.rangeClosed(1, play.shoppers())
                .mapToObj(crowd::shopper)
                .toList();
    }

    private Shopper shopper(int number) {
        String id = "demo-" + number;
        Clicks clicks = clicks(random.nextInt(100));
        boolean isEarly = random.nextInt(100) < 12;
        Intent intent = intent(random.nextInt(100));
        boolean returns = random.nextDouble() < returning();
        int quantity = random.nextInt(100) < 75 ? 1 : 2;
        double lateness = random.nextDouble();
        return new Shopper(
                id,
                tokens.apply(id),
                clicks,
                returns ? 1 : quantity,
                number <= MOST_WHO_LOOK ? -random.nextLong(100, 2_500) : 0,
                // Squared: most press in the first moments, the rest trickle in.
                isEarly ? random.nextLong(60) : (long) (lateness * lateness * rushMs),
                isEarly ? -random.nextLong(100, 2_000) : 0,
                returns ? Intent.PAYS : intent,
                random.nextLong(100, 700),
                returns ? random.nextLong(300, 600) : 0);
    }

    /** The part that comes back: a twelfth, but neither so few that units stay on the shelf nor a second rush. */
    private double returning() {
        double few = Math.max(1.0 / 12, (double) FEWEST_WHO_RETURN / play.shoppers());
        return Math.min(Math.min(few, 0.5), (double) MOST_WHO_RETURN / play.shoppers());
    }

    private static Intent intent(int percent) {
        if (percent < 6) {
            return Intent.LEAVES;
        }
        if (percent < 14) {
            return Intent.PAYS_LATE;
        }
        return percent < 20 ? Intent.CANCELS : Intent.PAYS;
    }

    private static Clicks clicks(int percent) {
        if (percent < 15) {
            return Clicks.TWICE;
        }
        return percent < 23 ? Clicks.GREEDILY : Clicks.ONCE;
    }
}
