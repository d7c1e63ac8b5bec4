/**
 * Postgres plumbing: pools, held connections, migrations, and what its error codes mean. It sees no room.
 *
 * <p>Invariant: a connection whose state is in doubt is closed, never reused.
 */
@NullMarked
package dev.stampede.postgres;

import org.jspecify.annotations.NullMarked;
