package dev.stampede.schedule;

import dev.stampede.redis.Commands;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the clocks of Redis, Postgres and this node. Redis' decides when a sale is open, Postgres' when that is announced,
 * the node's what a client is told about the time.
 */
public final class RedisClocks {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClocks.class);
    private static final Duration TOLERATED = Duration.ofMillis(250);
    private static final int MICROS = 1_000;
    private static final String NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now";

    private final Pool pool;
    private final Commands commands;
    private final InstantSource clock;
    private final BiConsumer<String, Duration> seen;
    private boolean isApart;

    /** @param seen hears how far {@code redis} and {@code postgres} are ahead of this node; negative is behind */
    public RedisClocks(Pool pool, Commands commands, InstantSource clock, BiConsumer<String, Duration> seen) {
        this.pool = pool;
        this.commands = commands;
        this.clock = clock;
        this.seen = seen;
    }

    /**
     * What a store's clock said.
     *
     * @param aheadMs of this node's clock in the middle of the question
     * @param doubtMs the answer may be wrong by that much: half the time that it took
     */
    record Reading(long aheadMs, long doubtMs) {
        /** Whether the clocks differ by more than {@code toleratedMs} even when every doubt goes against it. */
        static boolean isApart(Reading redis, Reading postgres, long toleratedMs) {
            return Math.abs(redis.aheadMs()) - redis.doubtMs() > toleratedMs
                    || Math.abs(postgres.aheadMs()) - postgres.doubtMs() > toleratedMs
                    || Math.abs(redis.aheadMs() - postgres.aheadMs()) - redis.doubtMs() - postgres.doubtMs()
                            > toleratedMs;
        }
    }

    /** Looks once; it never finds anything to do. */
    public Future<Integer> step() {
        return read(this::redis).compose(redis -> read(this::postgres).map(postgres -> {
            seen.accept("redis", Duration.ofMillis(redis.aheadMs()));
            seen.accept("postgres", Duration.ofMillis(postgres.aheadMs()));
            boolean wasApart = isApart;
            isApart = Reading.isApart(redis, postgres, TOLERATED.toMillis());
            if (isApart && !wasApart) {
                LOG.warn(
                        "clocks differ by more than {} ms: Redis is {} ms ahead of this node, Postgres {} ms",
                        TOLERATED.toMillis(),
                        redis.aheadMs(),
                        postgres.aheadMs());
            }
            return 0;
        }));
    }

    private interface Clock {
        Future<Long> millis();
    }

    private Future<Reading> read(Clock other) {
        long before = clock.millis();
        return other.millis().map(millis -> {
            long doubt = (clock.millis() - before + 1) / 2;
            return new Reading(millis - before - doubt, doubt);
        });
    }

    private Future<Long> redis() {
        return commands.send(Request.cmd(Command.TIME))
                .map(Objects::requireNonNull)
                .map(time -> time.get(0).toLong() * 1_000 + time.get(1).toLong() / MICROS);
    }

    private Future<Long> postgres() {
        return pool.query(NOW).execute().map(rows -> rows.iterator().next().getLong("now"));
    }
}
