/**
 * What the engine says about itself: metrics, health and logs. It sees the http and json plumbing and no room.
 *
 * <p>Invariant: nothing here decides anything; a label takes its values from a closed set, never from a client.
 */
@NullMarked
package dev.stampede.telemetry;

import org.jspecify.annotations.NullMarked;
