package dev.stampede.testing;

import dev.stampede.redis.Commands;
import dev.stampede.redis.RedisLink;
import dev.stampede.redis.RedisServer;
import dev.stampede.redis.Script;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One held connection that is always admitted, for use from any thread; it ends with its Vert.x. */
public final class TestRedis implements Commands {
    private final Context context;
    private final RedisLink link;

    /** Connects to the shared Redis, and returns once it answers. */
    public TestRedis(Vertx vertx) {
        this(vertx, TestStores.shared().redisUrl());
    }

    /** The same for another Redis. */
    public TestRedis(Vertx vertx, String url) {
        this.context = vertx.getOrCreateContext();
        this.link = new RedisLink(vertx, new RedisServer(url), connection -> Future.succeededFuture(true));
        context.runOnContext(run -> link.open());
        Await.until("Redis answers", Duration.ofSeconds(10), this::answers);
    }

    @Override
    public Future<@Nullable Response> send(Request request) {
        Promise<@Nullable Response> promise = Promise.promise();
        context.runOnContext(run -> link.send(request).onComplete(promise));
        return promise.future();
    }

    /** Gives Redis the scripts that are to be run by name. */
    public void load(List<Script> scripts) {
        scripts.forEach(script -> run("SCRIPT", "LOAD", script.source()));
    }

    /** Runs one command and returns its reply as text; empty for a nil. */
    public String run(String command, String... args) {
        Request request = Request.cmd(Command.create(command));
        Arrays.stream(args).forEach(request::arg);
        Response reply = TestDatabase.get(send(request));
        return reply == null ? "" : reply.toString();
    }

    private boolean answers() {
        return send(Request.cmd(Command.PING))
                .transform(answer -> Future.succeededFuture(answer.succeeded()))
                .await();
    }
}
