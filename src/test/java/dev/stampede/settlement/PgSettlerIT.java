package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.postgres.HeldConnection;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.TestDatabase;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of the queued batches a transaction is begun for. */
class PgSettlerIT {
    private final Road road = new Road();
    private final String campaign = road.open(50);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final AtomicInteger transactions = new AtomicInteger();
    private final HeldConnection connection =
            new HeldConnection(() -> PgPools.connect(TestDatabase.shared().vertx(), road.url));
    private final PgSettler settler = new PgSettler(
            connection, road.settling(road.redis), road.reloads, now::get, took -> transactions.incrementAndGet());

    @AfterEach
    void disconnect() {
        connection.close();
        get(road.pool.close());
    }

    @Test
    void a_batch_waits_a_moment_for_the_one_before_that_another_event_loop_brings() {
        settler.settle(road.take(campaign, "alice", "key-0001"));
        get(settler.step());
        Entry second = road.take(campaign, "bob", "key-0002");
        settler.settle(road.take(campaign, "carol", "key-0003"));

        assertThat(get(settler.step())).isZero();
        assertThat(transactions).hasValue(1);
        settler.settle(second);
        assertThat(get(settler.step())).isEqualTo(2);
        assertThat(transactions).hasValue(2);
        assertThat(road.orders(campaign)).isEqualTo(3);
    }

    @Test
    void a_batch_whose_predecessor_nobody_brings_is_tried_after_three_milliseconds() {
        settler.settle(road.take(campaign, "alice", "key-0001"));
        get(settler.step());
        road.take(campaign, "bob", "key-0002");
        settler.settle(road.take(campaign, "carol", "key-0003"));
        assertThat(get(settler.step())).isZero();

        now.updateAndGet(before -> before.plusMillis(3));

        assertThat(get(settler.step())).isOne();
        assertThat(road.orders(campaign)).isEqualTo(3);
    }

    @Test
    void what_nobody_waits_for_waits_for_company_for_fifteen_milliseconds() {
        settler.settle(road.take(campaign, "alice", "key-0001"), false);
        assertThat(get(settler.step())).isZero();
        now.updateAndGet(before -> before.plusMillis(14));
        assertThat(get(settler.step())).isZero();

        now.updateAndGet(before -> before.plusMillis(1));

        assertThat(get(settler.step())).isOne();
        assertThat(road.orders(campaign)).isOne();
    }

    @Test
    void what_nobody_waits_for_goes_with_what_somebody_waits_for() {
        settler.settle(road.take(campaign, "alice", "key-0001"), false);
        assertThat(get(settler.step())).isZero();
        settler.settle(road.take(campaign, "bob", "key-0002"));

        assertThat(get(settler.step())).isEqualTo(2);
        assertThat(transactions).hasValue(1);
    }

    @Test
    void a_crowd_that_nobody_waits_for_is_company_enough() {
        String crowded = road.open(256);
        for (int i = 1; i < 256; i++) {
            settler.settle(road.take(crowded, "shopper-" + i, "key-of-" + i), false);
        }
        assertThat(get(settler.step())).isZero();
        settler.settle(road.take(crowded, "shopper-256", "key-of-256"), false);

        assertThat(get(settler.step())).isEqualTo(256);
        assertThat(transactions).hasValue(1);
    }

    @Test
    void campaigns_whose_next_batch_is_there_do_not_wait_for_others() {
        String other = road.open(50);
        settler.settle(road.take(campaign, "alice", "key-0001"));
        get(settler.step());
        road.take(campaign, "bob", "key-0002");
        settler.settle(road.take(campaign, "carol", "key-0003"));
        settler.settle(road.take(other, "dora", "key-0001"));

        assertThat(get(settler.step())).isOne();
        assertThat(road.orders(other)).isOne();
        assertThat(road.orders(campaign)).isOne();
    }
}
