package dev.stampede.load;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands between the actions of a crowd and an engine: it keeps so many connections at most, and whoever finds all of
 * them busy waits in line, first come first served. Without it a rush opens a connection for each click that waits for its answer.
 */
final class Gateway {
    /** Of those in line so many are let in within a millisecond, as a guess: it only tells when to look again. */
    private static final long LET_IN_A_MS = 5;

    private static final long SOONEST_MS = 10;
    private static final long LATEST_MS = 500;
    private static final String PLACE = "placeInLine";
    private static final String SINCE = "inLineSince";

    private final long connections;
    private final Tally tally;
    private final AtomicLong came = new AtomicLong();
    private final AtomicLong left = new AtomicLong();

    Gateway(int connections, Tally tally) {
        this.connections = connections;
        this.tally = tally;
    }

    /** Sends the request when it is its turn. */
    ChainBuilder through(ChainBuilder request) {
        return exec(session -> session.set(PLACE, came.getAndIncrement()).set(SINCE, System.currentTimeMillis()))
                .asLongAs(session -> ahead(session) > 0)
                .on(pause(session ->
                        Duration.ofMillis(Math.max(SOONEST_MS, Math.min(LATEST_MS, ahead(session) / LET_IN_A_MS)))))
                .exec(session -> {
                    tally.waited(System.currentTimeMillis() - session.getLong(SINCE));
                    return session;
                })
                .exec(request)
                .exec(session -> {
                    left.incrementAndGet();
                    return session;
                });
    }

    private long ahead(Session session) {
        return session.getLong(PLACE) - left.get() - connections + 1;
    }
}
