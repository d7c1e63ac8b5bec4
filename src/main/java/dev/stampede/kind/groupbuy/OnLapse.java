package dev.stampede.kind.groupbuy;

import java.util.Locale;

/** What becomes of a team that is not full at its deadline. */
public enum OnLapse {
    /** Everybody gets the money back. */
    REFUND,
    /** It forms with the members who paid, if they are enough. */
    SETTLE_AT_SIZE;

    /** The word in rules. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
