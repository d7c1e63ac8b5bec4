/**
 * Turns accepted batches into rows of Postgres, each exactly once and in the campaign's own order; finds what a dead node left
 * behind; and loads Redis anew from Postgres. It sees kind's outcomes, order, inventory and the plumbing.
 *
 * <p>Invariant: nothing here knows a kind. Nobody is told yes before the commit, and nothing is settled that was not in the
 * outbox.
 */
@NullMarked
package dev.stampede.settlement;

import org.jspecify.annotations.NullMarked;
