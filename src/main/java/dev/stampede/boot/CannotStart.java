package dev.stampede.boot;

/** A reason to end that the person at the terminal can do something about: one line, shown without a stack trace. */
public final class CannotStart extends RuntimeException {
    private final ExitCode exitCode;

    public CannotStart(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
