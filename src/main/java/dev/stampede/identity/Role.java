package dev.stampede.identity;

import java.util.Locale;

/** What an operator may do. */
public enum Role {
    OPERATOR,
    REVIEWER,
    FINANCE,
    PUSH,
    AUDITOR;

    /** The word in the {@code roles} claim. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
