package dev.stampede.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.redis.RedisUnavailable.Reason;
import dev.stampede.testing.Await;
import dev.stampede.testing.FaultProxy;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RedisLinkIT {
    private static final Duration SOON = Duration.ofSeconds(6);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private FaultProxy proxy;
    private RedisLink link;
    private volatile boolean admits = true;

    @BeforeEach
    void connect() {
        String url = TestStores.shared().redisUrl();
        int port = URI.create(url).getPort();
        proxy = new FaultProxy(vertx, port);
        link = new RedisLink(
                vertx,
                new RedisServer(url.replace(":" + port + "/", ":" + proxy.port() + "/")),
                connection -> Future.succeededFuture(admits));
        context.runOnContext(run -> link.open());
        Await.until("the link is open", SOON, link::isOpen);
    }

    @AfterEach
    void end() {
        proxy.close();
        TestDatabase.get(vertx.close());
    }

    @Test
    void a_connection_that_hangs_for_ever_is_replaced() {
        proxy.hang();

        assertThat(TestDatabase.failure(ping()))
                .isInstanceOfSatisfying(
                        RedisUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN));

        Await.until("the link is open again", SOON, link::isOpen);
        assertThat(TestDatabase.get(ping())).hasToString("PONG");
    }

    @Test
    void a_reply_that_this_side_was_too_busy_to_read_counts() {
        Promise<@Nullable Response> promise = Promise.promise();
        context.runOnContext(run -> {
            link.send(Request.cmd(Command.PING)).onComplete(promise);
            standStill(Duration.ofMillis(1_600));
        });

        assertThat(TestDatabase.get(promise.future())).hasToString("PONG");
        assertThat(link.isOpen()).isTrue();
    }

    @Test
    @Tag("long")
    void connections_that_came_too_late_are_not_kept() {
        proxy.hold();
        assertThat(TestDatabase.failure(ping())).isInstanceOf(RedisUnavailable.class);
        Await.until("some more were tried", Duration.ofSeconds(20), () -> proxy.connections() >= 8);
        proxy.release();

        Await.until("the link is open again", SOON, link::isOpen);
        assertThat(TestDatabase.get(ping())).hasToString("PONG");
    }

    @Test
    void a_lost_connection_is_made_again_and_asked_about() {
        admits = false;
        proxy.cut();

        Await.until("the link is fenced", SOON, link::isFenced);
        assertThat(TestDatabase.failure(ping()))
                .isInstanceOfSatisfying(
                        RedisUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.FENCED));

        admits = true;
        Await.until("the link is open again", SOON, link::isOpen);
        assertThat(TestDatabase.get(ping())).hasToString("PONG");
    }

    private static void standStill(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private Future<@Nullable Response> ping() {
        Promise<@Nullable Response> promise = Promise.promise();
        context.runOnContext(run -> link.send(Request.cmd(Command.PING)).onComplete(promise));
        return promise.future();
    }
}
