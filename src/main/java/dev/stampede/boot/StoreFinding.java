package dev.stampede.boot;

/**
 * Something that a look at a store found.
 *
 * @param text reads on behind the name of the store: what is wrong and what to do
 */
record StoreFinding(Grade grade, String text) {
    /** How bad it is. */
    enum Grade {
        /** The engine can't run on it. */
        TOO_OLD,
        /** The engine can't run on it, and another URL or password would help. */
        MISPLACED,
        /** What was answered with yes may be lost; whoever runs the engine may accept that. */
        UNSAFE,
        /** Worth knowing. */
        REMARK
    }
}
