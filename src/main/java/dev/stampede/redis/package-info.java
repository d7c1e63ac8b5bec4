/**
 * Redis plumbing: scripts with checked headers, and held connections that never run a script on a Redis they were not
 * admitted to. It sees no room.
 *
 * <p>Invariant: a command whose answer is lost is never sent again from here; who asked decides.
 */
@NullMarked
package dev.stampede.redis;

import org.jspecify.annotations.NullMarked;
