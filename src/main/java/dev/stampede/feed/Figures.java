package dev.stampede.feed;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Where the feed counts what it does.
 *
 * @param sent messages that went to sockets
 * @param conflated stock figures that a newer one took the place of
 * @param closed each socket's end, by its cause
 * @param turn runs what an event loop does for sockets at one go, and measures how long that takes
 */
public record Figures(IntConsumer sent, IntConsumer conflated, Consumer<String> closed, Consumer<Runnable> turn) {}
