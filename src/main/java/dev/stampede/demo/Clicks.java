package dev.stampede.demo;

/** How a shopper presses the button. */
enum Clicks {
    ONCE,
    /** Two requests at the same time with the same key: one order, the same answer. */
    TWICE,
    /** Several requests at the same time with keys of their own: never more than the limit. */
    GREEDILY
}
