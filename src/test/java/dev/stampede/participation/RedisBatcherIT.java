package dev.stampede.participation;

import static dev.stampede.participation.FlashSales.live;
import static dev.stampede.participation.FlashSales.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.kind.flashsale.FlashSaleRules;
import dev.stampede.postgres.HeldConnection;
import dev.stampede.postgres.PgPools;
import dev.stampede.redis.RedisUnavailable;
import dev.stampede.settlement.Entry;
import dev.stampede.settlement.PgRejection;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettlement;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.PgSettling;
import dev.stampede.testing.Await;
import dev.stampede.testing.FormationRows;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which takes go together, while Redis has not answered yet. */
class RedisBatcherIT {
    private final Vertx vertx = TestDatabase.shared().vertx();
    private final TestLoop loop = new TestLoop(vertx);
    private final Live<FlashSaleRules> live = live(1, 7);
    private final Deque<Promise<Response>> unanswered = new ArrayDeque<>();
    private final Deque<Integer> sizes = new ArrayDeque<>();
    private volatile Instant now = Instant.now();
    private final PgReloadWanted reloads =
            new PgReloadWanted(TestDatabase.shared().pool(), () -> {});
    private final HeldConnection connection = new HeldConnection(
            () -> PgPools.connect(vertx, TestDatabase.shared().url()));
    private final PgSettler settler = settler();
    private final RedisBatcher batcher = loop.run(this::batcher);

    @AfterEach
    void disconnect() {
        loop.run(() -> {
            connection.close();
            return connection;
        });
    }

    @Test
    void what_comes_in_one_turn_goes_together_and_what_comes_behind_it_waits_for_the_answer() {
        submit(5);
        assertThat(sizes).containsExactly(5);
        submit(RedisLane.MOST_A_BATCH - 1);
        assertThat(sizes).containsExactly(5);
        answer();
        assertThat(sizes).containsExactly(5, RedisLane.MOST_A_BATCH - 1);
    }

    @Test
    void a_full_batch_does_not_wait_for_the_answer_to_the_one_before() {
        submit(5);
        submit(RedisLane.MOST_A_BATCH);
        assertThat(sizes).containsExactly(5, RedisLane.MOST_A_BATCH);
        submit(2 * RedisLane.MOST_A_BATCH + 3);
        assertThat(sizes).hasSize(4);
        answer();
        answer();
        answer();
        assertThat(sizes).as("the rest waits as long as anything is in flight").hasSize(4);
        submit(RedisLane.COMPANY);
        answer();
        assertThat(sizes).hasSize(5).endsWith(3 + RedisLane.COMPANY);
    }

    @Test
    void a_few_behind_an_answer_wait_a_moment_for_company() {
        submit(1);
        submit(2);
        loop.run(() -> {
            answerInThisTurn();
            assertThat(sizes).containsExactly(1);
            batcher.submit(live, "purchase", take("late", "eggs", 1));
            return sizes;
        });
        Await.until("they are sent", Duration.ofSeconds(5), () -> loop.run(() -> List.copyOf(sizes))
                .equals(List.of(1, 3)));
    }

    @Test
    void who_waits_for_company_goes_when_it_is_there() {
        submit(1);
        submit(2);
        loop.run(() -> {
            answerInThisTurn();
            for (int i = 2; i < RedisLane.COMPANY; i++) {
                assertThat(sizes).containsExactly(1);
                batcher.submit(live, "purchase", take("late-" + i, "eggs", 1));
            }
            assertThat(sizes).containsExactly(1, RedisLane.COMPANY);
            return sizes;
        });
    }

    @Test
    void a_lane_has_so_many_calls_in_flight_at_most() {
        submit((RedisBatcher.MOST_IN_FLIGHT + 2) * RedisLane.MOST_A_BATCH);
        assertThat(sizes).hasSize(RedisBatcher.MOST_IN_FLIGHT);
        answer();
        assertThat(sizes).hasSize(RedisBatcher.MOST_IN_FLIGHT + 1);
    }

    @Test
    void full_batches_wait_too_while_much_is_to_be_settled() {
        toBeSettled(1_024);
        submit(2 * RedisLane.MOST_A_BATCH);
        assertThat(sizes).containsExactly(RedisLane.MOST_A_BATCH);
        answer();
        assertThat(sizes).containsExactly(RedisLane.MOST_A_BATCH, RedisLane.MOST_A_BATCH);
    }

    @Test
    void takes_wait_while_too_much_is_to_be_settled_and_go_when_it_is() {
        toBeSettled(RedisBatcher.MOST_UNSETTLED);
        submit(5);
        assertThat(sizes).isEmpty();
        assertThat(loop.run(settler::step).timeout(10, TimeUnit.SECONDS).await())
                .isOne();
        Await.until("they are sent", Duration.ofSeconds(5), () -> loop.run(() -> List.copyOf(sizes))
                .equals(List.of(5)));
    }

    @Test
    void takes_wait_for_the_settler_for_half_a_second_at_most() {
        toBeSettled(RedisBatcher.MOST_UNSETTLED);
        submit(5);
        now = now.plusMillis(RedisBatcher.LONGEST_HOLD_MS - 1);
        submit(RedisLane.COMPANY);
        assertThat(sizes).isEmpty();
        now = now.plusMillis(1);
        Await.until("they are sent", Duration.ofSeconds(5), () -> loop.run(() -> List.copyOf(sizes))
                .equals(List.of(5 + RedisLane.COMPANY)));
    }

    /** Queues so many outcomes of a generation that is not the campaign's: a step of the settler drops them. */
    private void toBeSettled(int outcomes) {
        TestDatabase database = TestDatabase.shared();
        settler.settle(new Entry(
                new FormationRows(database, new OrderRows(database)).campaign(1),
                7,
                1,
                "aa",
                "",
                0,
                Collections.nCopies(outcomes, take("sam", "eggs", 1).outcome()),
                null));
    }

    private void submit(int takes) {
        loop.run(() -> {
            for (int i = 0; i < takes; i++) {
                batcher.submit(live, "purchase", take("sam-" + i, "eggs", 1));
            }
            return takes;
        });
        loop.run(() -> takes);
    }

    private void answer() {
        loop.run(this::answerInThisTurn);
    }

    /** The oldest call fails: what it says does not matter here. */
    private boolean answerInThisTurn() {
        return unanswered.remove().tryFail(new RedisUnavailable(RedisUnavailable.Reason.UNKNOWN, "a test"));
    }

    private PgSettler settler() {
        PgSettlement settlement = new PgSettlement(
                TestDatabase.shared().ids(), (campaign, generation, from, to) -> Future.succeededFuture(List.of()));
        return new PgSettler(
                connection,
                new PgSettling(settlement, new PgRejection(TestDatabase.shared().ids())),
                reloads,
                InstantSource.system(),
                took -> {});
    }

    private RedisBatcher batcher() {
        return new RedisBatcher(
                vertx,
                request -> {
                    Promise<Response> reply = Promise.promise();
                    unanswered.add(reply);
                    return reply.future();
                },
                settler,
                reloads,
                () -> now,
                new Random(5),
                sizes::add,
                (campaign, stockVersion, left) -> {});
    }
}
