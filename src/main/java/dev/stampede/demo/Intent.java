package dev.stampede.demo;

/** What a shopper does with an order that waits for its money. */
enum Intent {
    PAYS,
    /** Pays when the time is over: the order is sold after all, or the money comes back. */
    PAYS_LATE,
    CANCELS,
    LEAVES
}
