package dev.stampede.boot;

import dev.stampede.boot.StoreFinding.Grade;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides at the start whether stores that somebody else runs may be used. */
final class StoreGate {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);
    private static final long WAIT_SECONDS = 20;
    private static final long LOOK_EVERY_MS = 500;
    private static final long LIMIT_SECONDS = 2 * WAIT_SECONDS;

    private final Vertx vertx;
    private final ExternalStores stores;
    private final long waitSeconds;

    StoreGate(Vertx vertx, ExternalStores stores) {
        this(vertx, stores, WAIT_SECONDS);
    }

    StoreGate(Vertx vertx, ExternalStores stores, long waitSeconds) {
        this.vertx = vertx;
        this.stores = stores;
        this.waitSeconds = waitSeconds;
    }

    /** Waits until both answer, for 20 s each at most, and throws {@link CannotStart} when one can't be used. */
    void admit(boolean allowUnsafe) {
        pass(
                "Postgres at " + StoreUrl.masked(stores.postgresUrl()),
                Variable.POSTGRES_URL,
                allowUnsafe,
                () -> PostgresLook.at(vertx, stores.postgresUrl()));
        pass(
                "Redis at " + StoreUrl.masked(stores.redisUrl()),
                Variable.REDIS_URL,
                allowUnsafe,
                () -> RedisLook.at(vertx, stores.redisUrl()));
    }

    private void pass(String store, Variable url, boolean allowUnsafe, Supplier<Future<List<StoreFinding>>> look) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        List<StoreFinding> findings =
                Waiting.of("look at " + store, patiently(store, url, look, until, true), LIMIT_SECONDS);
        refuse(store, findings, Grade.TOO_OLD, ExitCode.GAVE_UP, "");
        refuse(store, findings, Grade.MISPLACED, ExitCode.USAGE, "");
        if (!allowUnsafe) {
            String override = "; or accept losses with " + Variable.ALLOW_UNSAFE_STORES.key() + "=true";
            refuse(store, findings, Grade.UNSAFE, ExitCode.USAGE, override);
        }
        findings.forEach(finding -> LOG.warn("{} {}", store, finding.text()));
    }

    private Future<List<StoreFinding>> patiently(
            String store, Variable url, Supplier<Future<List<StoreFinding>>> look, long until, boolean isFirst) {
        return look.get().recover(e -> {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : firstLine(e.getMessage());
            if (System.nanoTime() >= until) {
                return Future.failedFuture(new CannotStart(
                        ExitCode.GAVE_UP,
                        store + " did not answer within " + waitSeconds + " s (" + why + "); start it, or correct "
                                + url.key()));
            }
            if (isFirst) {
                LOG.info("waiting for {}: {}", store, why);
            }
            return vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)
                    .compose(waited -> patiently(store, url, look, until, false));
        });
    }

    /** All of one grade in one line. */
    private static void refuse(
            String store, List<StoreFinding> findings, Grade grade, ExitCode exitCode, String override) {
        String texts = findings.stream()
                .filter(finding -> finding.grade() == grade)
                .map(StoreFinding::text)
                .collect(Collectors.joining("; it "));
        if (!texts.isEmpty()) {
            throw new CannotStart(exitCode, store + " " + texts + override);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
