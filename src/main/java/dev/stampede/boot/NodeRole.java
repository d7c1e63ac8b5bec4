package dev.stampede.boot;

import java.util.Locale;

/** A part of the work that a node of the cluster takes on. */
public enum NodeRole {
    API,
    SETTLE,
    SCHEDULE,
    PUSH;

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
