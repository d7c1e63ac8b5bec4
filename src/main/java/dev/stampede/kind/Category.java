package dev.stampede.kind;

/** What sort of no a rejection is; closed, so that HTTP and metrics can switch on it. */
public enum Category {
    /** The caller may not. */
    FORBIDDEN,
    /** The campaign says no. */
    CONFLICT,
    /** The same key came with another body. */
    MISMATCH
}
