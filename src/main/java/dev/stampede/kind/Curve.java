package dev.stampede.kind;

import java.util.Locale;

/** How the parts of a gap change from the first helper to the last. */
public enum Curve {
    /** All alike, but for chance. */
    EVEN,
    /** The first helpers cut more. */
    FRONT,
    /** The last helpers cut more. */
    TAIL;

    /** The word in rules. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The curve with that word; another word throws {@link IllegalArgumentException}. */
    public static Curve ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
