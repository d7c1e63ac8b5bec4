/**
 * Recomputes every invariant from Redis and Postgres and says what is broken, with the figures. It sees campaign, inventory,
 * kind's outcomes, settlement's outbox and the plumbing, and writes nothing.
 *
 * <p>Invariant: a difference between the stores is called a violation only when two still readings, one second apart, show
 * the same one; an oversell always is one.
 */
@NullMarked
package dev.stampede.audit;

import org.jspecify.annotations.NullMarked;
