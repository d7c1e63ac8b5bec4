package dev.stampede.kind.bargain;

import java.util.Locale;

/** When a chain takes its unit. */
public enum HoldStock {
    /** With its owner's order. */
    AT_CLAIM,
    /** With the last cut. */
    AT_FLOOR;

    /** The word in rules. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
