package dev.stampede.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What every run is told with {@code -D}; what only one sort of campaign asks for stands with its play.
 *
 * @param url the public server
 * @param opsUrl the operations server
 * @param users shoppers in the crowd
 * @param rate quiet visitors a second
 * @param rehearsal how long a small sale goes on before the crowd comes
 * @param lead from the crowd's first visitor to the opening
 * @param rush how long it takes from the opening until the last shopper clicks
 * @param payers per cent of the buyers who pay
 * @param p99 the limit for the slowest hundredth of each action
 * @param viewP99 the same for looks at the campaign
 * @param sharesConnections whether the crowd comes through a gateway that keeps connections, or each shopper with an own one
 * @param allowsBusy whether a documented 503 is no failure, for experiments beyond what the machine can do
 * @param figures where the figures of the run are written
 */
record LoadSettings(
        URI url,
        URI opsUrl,
        int users,
        int rate,
        Duration rehearsal,
        Duration lead,
        Duration rush,
        int payers,
        Duration p99,
        Duration viewP99,
        boolean sharesConnections,
        boolean allowsBusy,
        Path figures) {
    private static final int SHOPPERS_A_SECOND = 1_000;

    /** A rush of so many goes with a second of rehearsal: the more come at once, the less may be left to compile. */
    private static final int REHEARSED_A_SECOND = 300;

    private static final int LONGEST_REHEARSAL = 60;

    /**
     * @param users the default crowd
     * @param seconds the default rush
     */
    static LoadSettings read(int users, int seconds) {
        int crowd = Given.number("users", users, 1, 1_000_000);
        return new LoadSettings(
                URI.create(Given.text("url", "http://127.0.0.1:8080")),
                URI.create(Given.text("opsUrl", "http://127.0.0.1:8081")),
                crowd,
                Given.number("rate", 50, 1, 10_000),
                Duration.ofSeconds(
                        Given.number("rehearsal", Math.min(LONGEST_REHEARSAL, crowd / REHEARSED_A_SECOND), 0, 600)),
                Duration.ofSeconds(Given.number("lead", 8 + crowd / SHOPPERS_A_SECOND / 2, 5, 600)),
                Duration.ofSeconds(Given.number("seconds", seconds, 1, 600)),
                Given.number("payers", 80, 0, 100),
                Duration.ofMillis(Given.number("p99", 2_000, 1, 60_000)),
                Duration.ofMillis(Given.number("viewP99", 2_000, 1, 60_000)),
                !Given.text("connections", "shared").equals("own"),
                Given.flag("allowBusy"),
                Path.of(Given.text("figures", "target/load.json")));
    }
}
