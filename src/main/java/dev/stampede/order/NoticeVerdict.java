package dev.stampede.order;

/** What became of a provider's notice. */
public enum NoticeVerdict {
    /** The order is paid by it. */
    APPLIED,
    /** The money is recorded, and the order was past being paid. */
    UNAPPLIED,
    /** It was heard before, and changed nothing now. */
    REPEATED,
    /** It isn't the provider's word. */
    NOT_GENUINE,
    UNKNOWN_ORDER,
    /** It speaks of another amount than the order's. */
    AMOUNT_MISMATCH
}
