package dev.stampede.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Something that sends one command to Redis; commands sent one after the other arrive in that order. */
@FunctionalInterface
public interface Commands {
    /** The reply, null for a Redis nil; fails with {@link RedisUnavailable} when there is none. */
    Future<@Nullable Response> send(Request request);
}
