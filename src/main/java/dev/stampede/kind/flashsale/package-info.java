/**
 * The flash sale (秒杀): a set price, a set stock, an instant at which it opens. Pure rules; they see the kind contract, and
 * nobody but boot sees them.
 *
 * <p>Invariant: nothing here reads a clock, a counter or a store.
 */
@NullMarked
package dev.stampede.kind.flashsale;

import org.jspecify.annotations.NullMarked;
