/**
 * What makes one process of several: the node number, leased in Postgres, and the ids that it makes unique. It sees no room.
 *
 * <p>Invariant: two processes never make the same id, and one that can't renew its lease stops making any.
 */
@NullMarked
package dev.stampede.cluster;

import org.jspecify.annotations.NullMarked;
