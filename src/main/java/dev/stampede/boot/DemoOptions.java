package dev.stampede.boot;

import java.net.URI;
import java.util.Optional;

/**
 * What kind of sale the demo plays.
 *
 * @param shoppers 1 to 50,000
 * @param stock units on sale, 1 to 1,000,000
 * @param seed the same seed plays the same shoppers
 * @param headless no live panel, and the engine does not stay up
 * @param json the summary as one JSON object, and nothing else on standard output
 * @param target the running engine to play against; nothing to start one
 */
public record DemoOptions(int shoppers, int stock, long seed, boolean headless, boolean json, Optional<Target> target) {
    public static final int DEFAULT_SHOPPERS = 2_000;
    public static final int MAX_SHOPPERS = 50_000;
    public static final int DEFAULT_STOCK = 100;
    public static final int MAX_STOCK = 1_000_000;

    public DemoOptions {
        if (shoppers < 1 || shoppers > MAX_SHOPPERS) {
            throw new IllegalArgumentException("shoppers out of bounds: " + shoppers);
        }
        if (stock < 1 || stock > MAX_STOCK) {
            throw new IllegalArgumentException("stock out of bounds: " + stock);
        }
    }

    /** The two servers of a running engine. */
    public record Target(URI url, URI opsUrl) {}
}
