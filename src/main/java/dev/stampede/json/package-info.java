/**
 * Strict JSON: reading what a client sent (I-JSON, RFC 7493) and saying exactly what is wrong with it. Sees no other room.
 *
 * <p>Invariant: nothing that was not asked for is accepted, and every complaint names its place by a JSON pointer.
 */
@NullMarked
package dev.stampede.json;

import org.jspecify.annotations.NullMarked;
