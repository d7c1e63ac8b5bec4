package dev.stampede.settlement;

import java.util.List;

/** Postgres will never take these entries as they are: at least one of them is poison. */
final class Unsettleable extends RuntimeException {
    private final transient List<Entry> entries;

    Unsettleable(List<Entry> entries, Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause, false, false);
        this.entries = List.copyOf(entries);
    }

    List<Entry> entries() {
        return entries;
    }
}
