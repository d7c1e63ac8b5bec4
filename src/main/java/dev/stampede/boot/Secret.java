package dev.stampede.boot;

/** A value that must not be seen in a log: its text form is a mask. */
public record Secret(String value) {
    static final String MASK = "****";

    @Override
    public String toString() {
        return MASK;
    }
}
