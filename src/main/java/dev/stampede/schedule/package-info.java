/**
 * Does what time and committed changes demand: gives units back to Redis, and tells Redis about changed campaigns. Campaigns
 * open and close, and orders expire, by the steps of their own rooms; boot runs them all. It sees campaign, inventory and the
 * plumbing.
 *
 * <p>Invariant: a row in Postgres is the retry of each of these; losing a call loses nothing.
 */
@NullMarked
package dev.stampede.schedule;

import org.jspecify.annotations.NullMarked;
