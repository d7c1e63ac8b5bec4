package dev.stampede.boot;

/** What the process says when it ends. */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "wrong usage or settings"),
    VIOLATED(3, "an invariant is violated"),
    GAVE_UP(4, "gave up on a dependency");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** 0 to 4. */
    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
