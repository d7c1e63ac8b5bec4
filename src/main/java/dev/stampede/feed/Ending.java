package dev.stampede.feed;

import java.util.Locale;

/** Why the server ends a socket, and the code that tells the client. */
enum Ending {
    RESTART(1012),
    TOO_SLOW(1013),
    UNAUTHENTICATED(4401),
    SILENT(4408),
    LIMIT(4429);

    private final short code;

    Ending(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    /** The close reason, and the cause in the metric. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
