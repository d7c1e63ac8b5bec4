package dev.stampede.identity;

import java.util.Locale;

/** The server that a token is for. */
public enum Realm {
    SHOPPER,
    OPERATIONS;

    /** The word in the {@code aud} claim. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
