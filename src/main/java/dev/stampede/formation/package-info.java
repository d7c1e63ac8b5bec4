/**
 * Formations: what several shoppers complete before a deadline. It sees the formations that kinds open, and the orders
 * that are seats in them or buy at their price.
 *
 * <p>Invariant: whoever changes a formation, or an order of it, has locked the formation's row first, in a statement of its
 * own; the row's own counters decide, and it forms or ends once.
 */
@NullMarked
package dev.stampede.formation;

import org.jspecify.annotations.NullMarked;
