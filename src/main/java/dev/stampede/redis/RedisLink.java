package dev.stampede.redis;

import dev.stampede.redis.RedisUnavailable.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One held connection, for one event loop: commands are pipelined in order. It connects again by itself, asks its {@link
 * Admission} before the first command of each connection, and gives every command a time-out. A command that was not answered
 * in time closes the connection, since all replies behind it would be late too.
 */
public final class RedisLink implements Commands {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final long TIMEOUT_MS = 1_500;
    private static final long LAST_LOOK_MS = 500;
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;
    private static final long ADMISSION_PAUSE_MS = 100;

    private final Vertx vertx;
    private final RedisServer server;
    private final Admission admission;
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private boolean admitted;
    private boolean closed;
    private long pause = FIRST_PAUSE_MS;

    /** Not connected yet: see {@link #open}. Use it from one event loop only. */
    public RedisLink(Vertx vertx, RedisServer server, Admission admission) {
        this.vertx = vertx;
        this.server = server;
        this.admission = admission;
    }

    /** Connects, now and after every loss, until closed. */
    public void open() {
        if (closed) {
            return;
        }
        // A client for each connection: its pool would hand out again a connection that was closed but hangs.
        Redis fresh = server.client(vertx);
        client = fresh;
        fresh.connect()
                .timeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .onSuccess(this::connected)
                .onFailure(e -> {
                    fresh.close();
                    later();
                });
    }

    /** Whether commands are taken right now. */
    public boolean isOpen() {
        return connection != null && admitted;
    }

    /** Whether Redis is there but not loaded. */
    public boolean isFenced() {
        return connection != null && !admitted;
    }

    @Override
    public Future<@Nullable Response> send(Request request) {
        RedisConnection current = connection;
        if (current == null) {
            return Future.failedFuture(new RedisUnavailable(Reason.DOWN, what(request)));
        }
        if (!admitted) {
            return Future.failedFuture(new RedisUnavailable(Reason.FENCED, what(request)));
        }
        return raw(current, request).recover(e -> {
            if (isNoScript(e)) {
                ask(current);
                return Future.failedFuture(new RedisUnavailable(Reason.FENCED, what(request)));
            }
            return Future.failedFuture(e);
        });
    }

    public void close() {
        closed = true;
        drop(connection);
        Redis current = client;
        if (current != null) {
            current.close();
        }
    }

    private void connected(RedisConnection fresh) {
        if (closed) {
            fresh.close();
            return;
        }
        connection = fresh;
        pause = FIRST_PAUSE_MS;
        fresh.exceptionHandler(e -> drop(fresh));
        fresh.endHandler(ended -> drop(fresh));
        ask(fresh);
    }

    private void ask(RedisConnection current) {
        admitted = false;
        admission.admits(request -> raw(current, request)).onComplete(answer -> {
            if (current != connection || closed) {
                return;
            }
            if (answer.succeeded() && answer.result()) {
                admitted = true;
            } else {
                vertx.setTimer(ADMISSION_PAUSE_MS, timer -> {
                    if (current == connection && !admitted) {
                        ask(current);
                    }
                });
            }
        });
    }

    private Future<@Nullable Response> raw(RedisConnection current, Request request) {
        return inTime(current.send(request)).recover(e -> {
            if (RedisServer.isReply(e)) {
                return Future.failedFuture(e);
            }
            drop(current);
            return Future.failedFuture(new RedisUnavailable(Reason.UNKNOWN, what(request)));
        });
    }

    /**
     * Waits in two steps. When this event loop stood still, under a rush, the first timer is long due while the reply lies
     * unread in its socket: it is read before the second one.
     */
    private static <T> Future<T> inTime(Future<T> reply) {
        return reply.timeout(TIMEOUT_MS - LAST_LOOK_MS, TimeUnit.MILLISECONDS)
                .recover(e -> e instanceof TimeoutException
                        ? reply.timeout(LAST_LOOK_MS, TimeUnit.MILLISECONDS)
                        : Future.failedFuture(e));
    }

    private void drop(@Nullable RedisConnection lost) {
        if (lost == null || lost != connection) {
            return;
        }
        connection = null;
        admitted = false;
        if (client != null) {
            client.close();
        }
        if (!closed) {
            LOG.warn("lost the connection to Redis, connecting again");
            later();
        }
    }

    private void later() {
        if (!closed) {
            vertx.setTimer(pause, timer -> open());
            pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
        }
    }

    private static boolean isNoScript(Throwable e) {
        return String.valueOf(e.getMessage()).startsWith("NOSCRIPT");
    }

    private static String what(Request request) {
        Command command = request.command();
        return String.valueOf(command);
    }
}
