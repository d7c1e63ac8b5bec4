package dev.stampede.demo;

/** The reason why there was no play, in one line for the person at the terminal. */
public final class CannotPlay extends RuntimeException {
    private final boolean isReachable;

    CannotPlay(boolean isReachable, String message) {
        super(message, null, false, false);
        this.isReachable = isReachable;
    }

    /** Whether the engine answered, but would not have the play. */
    public boolean isReachable() {
        return isReachable;
    }
}
