/**
 * What open pages are told: topics, snapshots, events in their order, conflated stock, one WebSocket a client. It sees the
 * event log, campaigns and orders, and who is calling.
 *
 * <p>Invariant: it is never a source of truth; a page that lost its socket gets everything back from Postgres, and a socket
 * that does not read costs nobody else anything.
 */
@NullMarked
package dev.stampede.feed;

import org.jspecify.annotations.NullMarked;
