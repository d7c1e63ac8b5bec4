/**
 * What a campaign brought: attempts, orders, money, by where shoppers came from. It sees identity, campaign's and order's
 * words, and Postgres.
 *
 * <p>Invariant: it only reads what others wrote, apart from the attempts that it counts; nobody's answer waits for a count.
 */
@NullMarked
package dev.stampede.report;

import org.jspecify.annotations.NullMarked;
