package dev.stampede.feed;

/**
 * An event on its way to everybody who listens to its topic, encoded once for all of them.
 *
 * @param position in the event log
 */
record Told(Topic topic, long position, byte[] message) {}
