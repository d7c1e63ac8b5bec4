package dev.stampede.kind;

/**
 * A business no. Codes are open: the common ones are {@link CommonRejection}, and a kind may add an enum of its own. The code
 * is at once the API's code, the script's word and the metric label.
 */
public interface Rejection {
    /** Upper snake case, unique over all kinds. */
    String name();

    Category category();
}
