/**
 * The durable purchase: orders, their states and history, and the payments that move them. It sees money, identity, json and
 * campaign ids; it never touches Redis: what it gives back, it leaves as a release row.
 *
 * <p>Invariant: a unit leaves {@code held} or {@code sold} in the same transaction that writes its release.
 */
@NullMarked
package dev.stampede.order;

import org.jspecify.annotations.NullMarked;
