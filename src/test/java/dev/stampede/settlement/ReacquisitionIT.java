package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Withdrawals;
import dev.stampede.campaign.Withdrawals.Answer;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.order.PgOrders;
import dev.stampede.order.Reacquisition;
import dev.stampede.order.Reacquisition.Verdict;
import dev.stampede.participation.RedisOwnTakes;
import dev.stampede.participation.RedisReacquisition;
import dev.stampede.participation.RedisWithdrawals;
import dev.stampede.postgres.HeldConnection;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.RunningSettler;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What late money and operators are told, and what a node does when it can't tell. */
@Timeout(30)
class ReacquisitionIT {
    private static final int STOCK = 6;
    private static final Road ROAD = new Road();
    private static final RunningSettler SETTLER =
            new RunningSettler(TestDatabase.shared().vertx(), ROAD.url, ROAD.settling(ROAD.redis), ROAD.reloads);

    private final Road road = ROAD;
    private final OwnRoad own = new OwnRoad(road);
    private final String campaign = road.open(STOCK);
    private final RedisOwnTakes takes = takes(SETTLER.settler(), () -> true);
    private final Reacquisition reacquisition = new RedisReacquisition(takes);
    private final Withdrawals withdrawals = new RedisWithdrawals(takes, road.ids);

    @BeforeEach
    void know_the_scripts() {
        road.redis.load(RedisInventory.scripts());
    }

    @AfterEach
    void nothing_is_broken() {
        get(road.catchUp(road.redis).settle(campaign));
        own.release();
        road.audit();
    }

    @Test
    void late_money_with_stock_is_taken_once_however_often_it_is_asked_for() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);

        assertThat(OrderRows.awaitAll(20, ask -> take(order, payment))).containsOnly(Verdict.TAKEN);
        assertThat(get(take(order, payment))).isEqualTo(Verdict.TAKEN);
        assertThat(road.sold(campaign)).isOne();
        assertThat(road.left(campaign)).isEqualTo(STOCK - 1);
        road.reload(campaign);
        assertThat(get(take(order, payment))).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void a_second_payment_for_the_same_order_is_refused() {
        String order = own.expired(campaign, "alice");
        List<String> payments = List.of(own.payment(order), own.payment(order));

        assertThat(OrderRows.awaitAll(2, ask -> take(order, payments.get(ask))))
                .containsExactlyInAnyOrder(Verdict.TAKEN, Verdict.REFUSED);
        assertThat(road.sold(campaign)).isOne();
    }

    @Test
    void late_money_without_stock_or_without_room_in_the_limit_is_refused() {
        String poor = own.expired(campaign, "alice");
        String greedy = own.expired(campaign, "bob");
        for (int unit = 0; unit < Road.LIMIT; unit++) {
            road.settle(road.take(campaign, "bob", "key-000" + unit));
        }
        assertThat(get(take(greedy, own.payment(greedy)))).isEqualTo(Verdict.REFUSED);
        assertThat(road.left(campaign)).isOne();
        road.settle(road.take(campaign, "carol", "key-0009"));
        assertThat(get(take(poor, own.payment(poor)))).isEqualTo(Verdict.REFUSED);
        assertThat(road.sold(campaign)).isZero();
    }

    @Test
    void an_order_that_may_not_be_paid_any_more_is_refused_before_redis() {
        String refunded = own.expired(campaign, "alice");
        own.payment(refunded);
        own.refund(refunded);
        String cancelled = own.expired(campaign, "bob");
        String sequence = road.field(campaign, "sequence");

        assertThat(get(take(refunded, own.payment(refunded)))).isEqualTo(Verdict.REFUSED);
        own.cancel(campaign);
        assertThat(get(take(cancelled, own.payment(cancelled)))).isEqualTo(Verdict.REFUSED);
        assertThat(road.field(campaign, "sequence")).isEqualTo(sequence);
        road.reload(campaign);
    }

    @Test
    void units_that_redis_has_not_taken_back_yet_are_not_held_against_their_shopper() {
        Entry entry = road.take(campaign, "alice", "key-0001");
        road.settle(entry);
        String order = entry.outcomes().get(0).id();
        own.expire(order);
        String payment = own.payment(order);

        assertThat(get(take(order, payment))).isEqualTo(Verdict.LATER);
        own.release();
        assertThat(get(take(order, payment))).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void a_node_that_can_not_take_says_later_and_nothing_happens() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        RedisOwnTakes shut = takes(SETTLER.settler(), () -> false);

        assertThat(get(take(new RedisReacquisition(shut), order, payment))).isEqualTo(Verdict.LATER);
        assertThat(get(new RedisWithdrawals(shut, road.ids).withdraw(campaign, Road.SKU, 1, "olga", "")))
                .isEqualTo(new Answer(Withdrawals.Verdict.BUSY, 0));
        assertThat(road.left(campaign)).isEqualTo(STOCK);
    }

    @Test
    void a_campaign_that_redis_lost_or_fences_says_later_until_it_is_loaded() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        road.redis.run("HSET", new CampaignKeys(campaign).campaign(), "fence", "1");
        assertThat(get(take(order, payment))).isEqualTo(Verdict.LATER);
        road.redis.run("DEL", new CampaignKeys(campaign).campaign());
        assertThat(get(take(order, payment))).isEqualTo(Verdict.LATER);
        assertThat(road.wishes(campaign)).isOne();
        road.recover();
        assertThat(get(take(order, payment))).isEqualTo(Verdict.TAKEN);
    }

    @Test
    void what_a_dead_node_took_is_settled_by_the_one_that_asks_again() {
        String order = own.expired(campaign, "alice");
        String payment = own.payment(order);
        PgSettler dead = new PgSettler(
                new HeldConnection(() -> PgPools.connect(TestDatabase.shared().vertx(), road.url)),
                road.settling(road.redis),
                road.reloads,
                InstantSource.system(),
                took -> {});

        assertThat(get(take(new RedisReacquisition(takes(dead, () -> true)), order, payment)))
                .isEqualTo(Verdict.LATER);
        assertThat(own.state(order)).isEqualTo("expired");
        assertThat(get(take(order, payment))).isEqualTo(Verdict.TAKEN);
        assertThat(own.state(order)).isEqualTo("settled");
    }

    @Test
    void operators_take_out_what_is_left_and_no_more() {
        road.settle(road.take(campaign, "alice", "key-0001"));

        assertThat(get(withdraw(STOCK))).isEqualTo(new Answer(Withdrawals.Verdict.TOO_FEW_LEFT, STOCK - 1));
        assertThat(OrderRows.awaitAll(2, ask -> withdraw(3)))
                .containsExactlyInAnyOrder(
                        new Answer(Withdrawals.Verdict.WITHDRAWN, STOCK - 4),
                        new Answer(Withdrawals.Verdict.TOO_FEW_LEFT, STOCK - 4));
        assertThat(road.withdrawn(campaign)).isEqualTo(3);
    }

    private Future<Answer> withdraw(long units) {
        return withdrawals.withdraw(campaign, Road.SKU, units, "olga", "damaged");
    }

    private Future<Verdict> take(String order, String payment) {
        return take(reacquisition, order, payment);
    }

    private Future<Verdict> take(Reacquisition by, String order, String payment) {
        return new PgOrders(road.pool).find(order).compose(found -> by.take(found.orElseThrow(), payment));
    }

    private RedisOwnTakes takes(PgSettler settler, BooleanSupplier mayAccept) {
        return new RedisOwnTakes(
                TestDatabase.shared().vertx(),
                road.pool,
                road.redis,
                settler,
                road.catchUp(road.redis),
                road.reloads,
                mayAccept,
                InstantSource.system(),
                new Random(3));
    }
}
