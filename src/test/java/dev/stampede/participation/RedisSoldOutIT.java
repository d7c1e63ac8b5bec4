package dev.stampede.participation;

import static dev.stampede.participation.FlashSales.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.redis.RedisUnavailable;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who shares a look, while Redis has not answered yet. */
class RedisSoldOutIT {
    private static final String SALE = "0QBX12345678A";
    private static final SoldOut KNOWN = new SoldOut(
            new StockMark(7, 1, 12, "00000000000000aa", 30),
            "purchase",
            0,
            Long.MAX_VALUE,
            4,
            Map.of("eggs", 0L),
            new NameFilter(1));

    private final Vertx vertx = TestDatabase.shared().vertx();
    private final TestLoop loop = new TestLoop(vertx);
    private final Deque<Promise<Response>> unanswered = new ArrayDeque<>();
    private final List<Future<Boolean>> asked = new ArrayList<>();
    private final RedisSoldOut soldOut = loop.run(this::soldOut);
    private int looks;

    @Test
    void what_comes_in_one_turn_shares_a_look_and_what_comes_behind_it_the_next() {
        ask(5);
        assertThat(looks).isOne();
        ask(RedisSoldOut.COMPANY);
        assertThat(looks).isOne();
        loop.run(this::answer);
        assertThat(looks).isEqualTo(2);
        assertThat(answered()).isEqualTo(5);
        loop.run(this::answer);
        assertThat(answered()).isEqualTo(5 + RedisSoldOut.COMPANY);
    }

    @Test
    void a_few_behind_an_answer_wait_a_moment_for_company() {
        ask(1);
        ask(2);
        loop.run(() -> {
            answer();
            assertThat(looks).isOne();
            return soldOut.stands(SALE, KNOWN, take("late", "eggs", 1));
        });
        Await.until("they are looked for", Duration.ofSeconds(5), () -> loop.run(() -> looks) == 2);
        loop.run(this::answer);
        assertThat(answered()).isEqualTo(3);
    }

    @Test
    void who_waits_for_company_is_looked_for_when_it_is_there() {
        ask(1);
        ask(2);
        loop.run(() -> {
            answer();
            for (int i = 2; i < RedisSoldOut.COMPANY; i++) {
                assertThat(looks).isOne();
                soldOut.stands(SALE, KNOWN, take("late-" + i, "eggs", 1));
            }
            assertThat(looks).isEqualTo(2);
            return looks;
        });
    }

    private void ask(int times) {
        loop.run(() -> {
            for (int i = 0; i < times; i++) {
                asked.add(soldOut.stands(SALE, KNOWN, take("sam-" + i, "eggs", 1)));
            }
            return times;
        });
        loop.run(() -> times);
    }

    private long answered() {
        return loop.run(() -> asked.stream().filter(Future::isComplete).count());
    }

    /** The oldest look fails: what it says does not matter here. */
    private boolean answer() {
        return unanswered.remove().tryFail(new RedisUnavailable(RedisUnavailable.Reason.UNKNOWN, "a test"));
    }

    private RedisSoldOut soldOut() {
        return new RedisSoldOut(
                vertx,
                request -> {
                    looks++;
                    Promise<Response> reply = Promise.promise();
                    unanswered.add(reply);
                    return reply.future();
                },
                new SoldOutMemory(),
                campaign -> 0,
                InstantSource.system());
    }
}
