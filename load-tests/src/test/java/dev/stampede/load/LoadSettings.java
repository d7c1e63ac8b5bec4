package dev.stampede.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is told with {@code -D}.
 *
 * @param url the public server
 * @param opsUrl the operations server
 * @param users shoppers that click in the rush
 * @param stock units on sale
 * @param rate quiet visitors a second
 * @param lead from the first visitor to the opening
 * @param rush how long it takes from the opening until the last shopper clicks
 * @param twice per cent of the shoppers who click twice at once
 * @param payers per cent of the buyers who pay
 * @param p99 the limit for the slowest hundredth of the purchases
 * @param viewP99 the same for looks at the campaign and at the time
 * @param jar the engine's jar, which makes the tokens
 * @param figures where the figures of the run are written
 */
record LoadSettings(
        URI url,
        URI opsUrl,
        int users,
        int stock,
        int rate,
        Duration lead,
        Duration rush,
        int twice,
        int payers,
        Duration p99,
        Duration viewP99,
        Path jar,
        Path figures) {
    static LoadSettings read() {
        return new LoadSettings(
                URI.create(text("url", "http://127.0.0.1:8080")),
                URI.create(text("opsUrl", "http://127.0.0.1:8081")),
                number("users", 2_000, 1, 1_000_000),
                number("stock", 200, 1, 1_000_000),
                number("rate", 50, 1, 10_000),
                Duration.ofSeconds(number("lead", 8, 5, 600)),
                Duration.ofSeconds(number("seconds", 1, 1, 600)),
                number("twice", 10, 0, 100),
                number("payers", 80, 0, 100),
                Duration.ofMillis(number("p99", 2_000, 1, 60_000)),
                Duration.ofMillis(number("viewP99", 2_000, 1, 60_000)),
                Path.of(text("jar", "../target/stampede.jar")),
                Path.of(text("figures", "target/load.json")));
    }

    private static String text(String name, String otherwise) {
        String given = System.getProperty(name, "");
        return given.isBlank() ? otherwise : given.strip();
    }

    private static int number(String name, int otherwise, int least, int most) {
        String given = text(name, Integer.toString(otherwise));
        int number;
        try {
            number = Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + name + "=" + given + " is no whole number", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException("-D" + name + " must be from " + least + " to " + most);
        }
        return number;
    }
}
