/**
 * The bargain (砍价): helpers cut the price of a chain until it reaches its floor, and its owner buys at it. Pure rules; they
 * see the kind contract, and nobody but boot sees them.
 *
 * <p>Invariant: nothing here reads a clock, a counter or a store; the cuts of a chain are drawn when it starts.
 */
@NullMarked
package dev.stampede.kind.bargain;

import org.jspecify.annotations.NullMarked;
