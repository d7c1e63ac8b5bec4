package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.failure;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.redis.Commands;
import dev.stampede.redis.RedisUnavailable;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loaders that die at every step, wake up too late, or come twice. */
@Timeout(60)
class RecoveryFaultIT {
    private static final int STOCK = 100;

    /** How many of the last commands are visited one by one, and about how many of those before. */
    private static final int LAST = 12;

    private static final int MOST_EARLIER = 15;

    private static final Road ROAD = new Road();

    private final Road road = ROAD;
    private final String campaign = road.open(STOCK);

    @AfterEach
    void nothing_is_broken() {
        road.audit();
    }

    /** The way to Redis of a node that dies after so many commands. */
    private static final class Dying implements Commands {
        private final Commands commands;
        private int left;

        Dying(Commands commands, int left) {
            this.commands = commands;
            this.left = left;
        }

        @Override
        public Future<@Nullable Response> send(Request request) {
            return left-- > 0
                    ? commands.send(request)
                    : Future.failedFuture(new RedisUnavailable(RedisUnavailable.Reason.DOWN, "died"));
        }

        int sent() {
            return Integer.MAX_VALUE - left;
        }
    }

    @Test
    void a_reload_that_dies_at_any_step_is_finished_by_the_next_node() {
        road.settle(road.take(campaign, "alice", "key-0001"));
        dieAtEveryStep(() -> get(road.reloads.want(campaign, "test")));
    }

    @Test
    void a_recovery_of_another_redis_that_dies_at_any_step_is_finished_by_the_next_node() {
        road.settle(road.take(campaign, "alice", "key-0001"));
        dieAtEveryStep(() -> road.sql("UPDATE redis_instance SET run_id = 'another'"));
    }

    private void dieAtEveryStep(Runnable cause) {
        cause.run();
        Dying counting = new Dying(road.redis, Integer.MAX_VALUE);
        get(road.recovery(counting).step());
        int steps = counting.sent();
        assertThat(steps).as("commands of a recovery").isGreaterThan(12);
        int visited = 0;
        for (int step = 0; step < steps; step += step < steps - LAST ? Math.max(1, steps / MOST_EARLIER) : 1) {
            cause.run();
            get(road.recovery(new Dying(road.redis, step)).step().otherwise(0));
            road.recover();
            for (int sweep = 0; sweep < 3; sweep++) {
                get(road.sweeper().step());
                road.recover();
            }
            road.settle(road.take(campaign, "shopper-" + step, "key-of-step-" + step));
            visited++;
        }
        assertThat(road.left(campaign)).isEqualTo(STOCK - 1 - visited);
    }

    @Test
    void a_loader_that_was_thought_dead_writes_nothing_more() {
        CampaignKeys keys = new CampaignKeys(campaign);
        RedisLoader zombie = new RedisLoader(road.redis, keys, "00000000deadbeef");
        get(zombie.raiseFence());
        get(road.reloads.want(campaign, "test"));
        road.recover();

        assertThat(failure(zombie.clear())).hasMessageContaining("another loader took over");
        assertThat(failure(zombie.fill(keys.shopper(), List.of("mallory", "5"))))
                .isNotNull();
        assertThat(failure(zombie.campaign(List.of("left:" + Road.SKU, "1000"))))
                .isNotNull();
        assertThat(failure(zombie.lowerFence())).isNotNull();
        assertThat(road.left(campaign)).isEqualTo(STOCK);
        assertThat(road.redis.run("HGET", keys.shopper(), "mallory")).isEmpty();
    }

    @Test
    void a_fence_that_a_dead_loader_left_behind_comes_down() {
        get(new RedisLoader(road.redis, new CampaignKeys(campaign), "00000000deadbeef").raiseFence());
        RedisSweeper sweeper = road.sweeper();
        for (int step = 0; step < 25; step++) {
            get(sweeper.step());
        }
        road.recover();
        road.settle(road.take(campaign, "alice", "key-0001"));
    }

    @Test
    void a_wish_that_comes_during_a_reload_is_not_lost_with_it() {
        get(road.reloads.want(campaign, "first"));
        String before = road.field(campaign, "generation");
        boolean[] wished = new boolean[1];
        Commands late = request -> {
            if (!wished[0] && String.valueOf(request.command()).contains("hlen")) {
                wished[0] = true;
                return road.reloads.want(campaign, "second").compose(wanted -> road.redis.send(request));
            }
            return road.redis.send(request);
        };
        get(road.recovery(late).step());
        assertThat(wished[0]).isTrue();
        assertThat(road.wishes(campaign)).as("the second wish stands").isOne();
        road.recover();
        assertThat(Long.parseLong(road.field(campaign, "generation"))).isEqualTo(Long.parseLong(before) + 2);
    }
}
