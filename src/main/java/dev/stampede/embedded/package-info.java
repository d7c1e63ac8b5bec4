/**
 * The embedded stores: a real redis-server and a real postgres, run as child processes when none is configured. It sees
 * the JDK, the packed binaries and the JDBC driver, and no other room.
 *
 * <p>Invariant: both servers are durable, their data outlive every run, and no process outlives the engine.
 */
@NullMarked
package dev.stampede.embedded;

import org.jspecify.annotations.NullMarked;
