/**
 * What makes one of several processes: the node number, leased in Postgres, with the ids that it makes unique; the members of
 * the cluster; the watch over the bus between them. It sees no room.
 *
 * <p>Invariant: two processes never make the same id, and one that can't renew its lease stops making any. Nothing that must
 * be right rests on what the others say.
 */
@NullMarked
package dev.stampede.cluster;

import org.jspecify.annotations.NullMarked;
