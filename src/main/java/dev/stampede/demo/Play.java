package dev.stampede.demo;

import java.net.URI;

/**
 * What is played, and against which engine.
 *
 * @param shoppers how many come, at least 1
 * @param stock units on sale, at least 1
 * @param seed what the shoppers were drawn with
 * @param opensInSeconds from the approval to the opening
 * @param url the public server
 * @param opsUrl the operations server
 * @param graceSeconds more time to pay and to gather in than a node of our own needs: who knows what else runs beside another
 */
public record Play(int shoppers, int stock, long seed, int opensInSeconds, URI url, URI opsUrl, int graceSeconds) {
    /** Units a shopper may have. */
    static final int LIMIT = 2;

    private static final int SHORTEST_PAY_SECONDS = 4;
    private static final int MOST_EXTRA_SECONDS = 60;
    private static final int PAYMENTS_A_SECOND = 300;
    private static final int GATHER_SECONDS = 8;

    /** Short, so that those who never pay lose their units on stage, but no shorter than all others need to pay. */
    int payWithinSeconds() {
        long units = Math.min(stock, (long) LIMIT * shoppers);
        return graceSeconds + SHORTEST_PAY_SECONDS + (int) Math.min(MOST_EXTRA_SECONDS, units / PAYMENTS_A_SECOND);
    }

    /** How long a team or a chain has: as short as that for who lapses, and long enough for all who gather. */
    int gatherSeconds() {
        return graceSeconds + GATHER_SECONDS;
    }
}
