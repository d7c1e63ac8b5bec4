/**
 * Postgres plumbing: the connection pool and the migrations. It sees no room of the house.
 *
 * <p>Invariant: every wait has a limit, for a connection, for a lock, for a statement.
 */
@NullMarked
package dev.stampede.postgres;

import org.jspecify.annotations.NullMarked;
