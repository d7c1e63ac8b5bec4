/**
 * The group-buy (拼团): shoppers fill a team together, and all of them buy once its last seat is paid. Pure rules; they see the
 * kind contract, and nobody but boot sees them.
 *
 * <p>Invariant: nothing here reads a clock, a counter or a store.
 */
@NullMarked
package dev.stampede.kind.groupbuy;

import org.jspecify.annotations.NullMarked;
