package dev.stampede.boot;

import dev.stampede.cluster.LeaseLost;
import dev.stampede.http.Problem;
import dev.stampede.postgres.CommitUnknown;
import dev.stampede.postgres.SqlState;
import dev.stampede.redis.RedisUnavailable;
import dev.stampede.settlement.OutcomeUnknown;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a broken dependency means to a client. Anything not named here is a bug. */
final class Failures {
    /** Classes of SQLSTATE that say that Postgres, not the statement, is at fault. */
    private static final Set<String> STORE_FAULTS = Set.of("08", "25", "40", "53", "55", "57", "58");

    /** What the pool of Postgres says when all its connections are in use for too long; it has no type of its own. */
    private static final String POOL_TIMEOUT = "Timeout waiting for connection";

    private Failures() {}

    /** The problem to answer with, or null when the failure is none of a dependency's. */
    static @Nullable Problem translate(Throwable failure) {
        if (failure instanceof RedisUnavailable redis) {
            return Problem.of(
                    503,
                    switch (redis.reason()) {
                        case DOWN -> "STORE_DOWN";
                        case FENCED -> "FENCED";
                        case UNKNOWN -> "OUTCOME_UNKNOWN";
                    });
        }
        if (failure instanceof OutcomeUnknown || failure instanceof CommitUnknown) {
            return Problem.of(503, "OUTCOME_UNKNOWN");
        }
        if (failure instanceof LeaseLost) {
            return Problem.of(503, "BUSY");
        }
        return isStoreFault(failure) ? Problem.of(503, "STORE_DOWN") : null;
    }

    private static boolean isStoreFault(Throwable failure) {
        if (failure instanceof PgException) {
            String state = SqlState.of(failure);
            return state.length() == 5 && STORE_FAULTS.contains(state.substring(0, 2));
        }
        String name = failure.getClass().getName();
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || (failure instanceof VertxException && POOL_TIMEOUT.equals(failure.getMessage()))
                || name.startsWith("io.vertx.sqlclient.ClosedConnection")
                || name.startsWith("io.vertx.core.http.ConnectionPoolTooBusy")
                || name.equals("io.vertx.core.VertxException")
                || name.startsWith("io.vertx.core.impl.NoStackTrace");
    }
}
