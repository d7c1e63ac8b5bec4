package dev.stampede.demo;

import java.util.Locale;

/** Figures as people read them. */
final class Words {
    private Words() {}

    /** {@code 12,345}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 8.2 s}. */
    static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1_000.0);
    }

    /** {@code 3.1 ms}. */
    static String millis(long micros) {
        return String.format(Locale.ROOT, micros < 10_000 ? "%.1f ms" : "%.0f ms", micros / 1_000.0);
    }

    /** Units left, which are not known at first. */
    static String left(long units) {
        return units < 0 ? "?" : count(units);
    }
}
