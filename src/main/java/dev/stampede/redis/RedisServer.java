package dev.stampede.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Objects;

/**
 * The Redis of this engine, and how to reach it.
 *
 * @param url {@code redis://:password@host:port/0}
 */
public record RedisServer(String url) {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int MAX_IN_FLIGHT = 4_096;

    /** A client for one held connection. */
    public Redis client(Vertx vertx) {
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(url)
                        .setMaxWaitingHandlers(MAX_IN_FLIGHT)
                        .setNetClientOptions(new NetClientOptions()
                                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                                .setTcpNoDelay(true)));
    }

    /** The random name that a Redis process gives itself when it starts. */
    public static Future<String> runId(Commands commands) {
        return commands.send(Request.cmd(Command.INFO).arg("server")).map(info -> {
            for (String line : Objects.requireNonNull(info).toString().split("\r?\n")) {
                if (line.startsWith("run_id:")) {
                    return line.substring("run_id:".length()).strip();
                }
            }
            throw new IllegalStateException("INFO server without run_id");
        });
    }

    /** Whether a failure is an answer of Redis, as opposed to none. */
    public static boolean isReply(Throwable failure) {
        return failure instanceof ErrorType;
    }

    @Override
    public String toString() {
        return "Redis";
    }
}
