/**
 * Stock and holds of campaigns in Redis: the names of their keys, what is given back, and what an operator's change means
 * there. It sees campaign and the redis plumbing.
 *
 * <p>Invariant: nothing that a client sent becomes part of a key unchecked, and all keys of a campaign share one hash tag.
 */
@NullMarked
package dev.stampede.inventory;

import org.jspecify.annotations.NullMarked;
