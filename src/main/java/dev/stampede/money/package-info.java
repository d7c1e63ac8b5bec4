/**
 * Exact money. This room is integer fen and nothing else; it sees no other room.
 *
 * <p>Invariant: no floating point, and no sum that overflows in silence.
 */
@NullMarked
package dev.stampede.money;

import org.jspecify.annotations.NullMarked;
