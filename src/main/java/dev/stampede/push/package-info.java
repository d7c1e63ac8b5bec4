/**
 * The event log for the push service: positions, the cursor, the stream. It sees who is calling, json, http and Postgres;
 * of the rooms whose facts it tells it knows the words only.
 *
 * <p>Invariant: an event gets its position after its commit and keeps it, and whoever reads by position misses none.
 */
@NullMarked
package dev.stampede.push;

import org.jspecify.annotations.NullMarked;
