package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.json.Json;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestStores;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that want something else with one order at the same moment, over HTTP, and the audit of what they leave. */
@Tag("long")
class MoneyDuelIT {
    private static final int ROUNDS = 200;
    private static final int PRICE_FEN = 990;
    private static final int NOTICES = 50;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path home;

    private static final String REDIS = TestStores.shared().redisUrl();
    private static final String POSTGRES = TestDatabase.another();
    private static Rig rig;
    private static Shop shop;

    @BeforeAll
    static void sell() {
        rig = new Rig(home, REDIS, POSTGRES);
        shop = rig.node(REDIS, POSTGRES);
    }

    @AfterAll
    static void end() {
        rig.close();
    }

    @Test
    void a_payment_and_a_cancellation_leave_a_sold_order_or_the_money_back() {
        String sale = rig.sale(shop, ROUNDS, 1, 900);
        int cancelled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String shopper = "shopper-" + round;
            String order = buy(sale, shopper);
            ObjectNode notice = get(shop.notice(shopper, order));

            List<Reply> replies = duel(
                    round,
                    () -> shop.tell(notice),
                    () -> shop.change(shopper, order, "cancel", "cancel-" + shopper, Json.object()));

            assertThat(replies.get(0).status()).isEqualTo(200);
            assertThat(replies.get(1).status()).isIn(200, 409);
            cancelled += replies.get(1).status() == 200 ? 1 : 0;
        }

        int back = cancelled;
        awaitStates(sale, "refunded", back);
        assertThat(count(sale, "settled")).isEqualTo(ROUNDS - back);
        assertThat(back).as("rounds that the cancellation won").isBetween(1, ROUNDS - 1);
        rig.audited(sale);
    }

    @Test
    void a_payment_and_the_end_of_its_time_leave_a_sold_order_or_the_money_back() {
        String sale = rig.sale(shop, ROUNDS, 1, 1);
        Random dice = new Random(7);
        List<Future<Reply>> told = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String shopper = "shopper-" + round;
            Reply bought = get(shop.purchase(sale, shopper, "buy-" + shopper, 1));
            assertThat(bought.status()).isEqualTo(201);
            Instant payBy = Instant.parse(bought.body().at("/order/payBy").asText());
            String order = bought.body().at("/order/id").asText();
            long moment = Duration.between(Instant.now(), payBy).toMillis() + dice.nextInt(-20, 300);
            told.add(shop.notice(shopper, order).compose(notice -> rig.vertx()
                    .timer(Math.max(1, moment), TimeUnit.MILLISECONDS)
                    .compose(waited -> shop.tell(notice))));
        }
        told.forEach(reply -> assertThat(get(reply).status()).isEqualTo(200));

        Await.until(
                "every payment bought or went back",
                SOON,
                () -> count(sale, "settled") + count(sale, "refunded") == ROUNDS);
        assertThat(rig.count("""
                        SELECT count(DISTINCT o.id) FROM orders o JOIN order_history h ON h.order_id = o.id
                        WHERE o.campaign_id = $1::text AND h.to_state = 'expired'
                        """, sale)).as("rounds that the clock won").isBetween(1L, ROUNDS - 1L);
        rig.audited(sale);
    }

    @Test
    void a_notice_told_fifty_times_at_once_is_one_payment() {
        String sale = rig.sale(shop, ROUNDS, 1, 900);
        for (int round = 0; round < ROUNDS; round++) {
            String shopper = "shopper-" + round;
            ObjectNode notice = get(shop.notice(shopper, buy(sale, shopper)));

            List<Future<Reply>> told =
                    IntStream.range(0, NOTICES).mapToObj(n -> shop.tell(notice)).toList();

            told.forEach(reply -> assertThat(get(reply).status()).isEqualTo(200));
        }

        assertThat(count(sale, "settled")).isEqualTo(ROUNDS);
        assertThat(rig.count(
                        "SELECT count(*) FROM payment p JOIN orders o ON o.id = p.order_id WHERE o.campaign_id = $1::text",
                        sale))
                .isEqualTo(ROUNDS);
        assertThat(rig.count(
                        "SELECT count(*) FROM logged_event WHERE campaign_id = $1::text AND type = 'order.paid'", sale))
                .isEqualTo(ROUNDS);
        rig.audited(sale);
    }

    @Test
    void of_a_refund_and_a_fulfilment_one_wins() {
        String sale = rig.sale(shop, ROUNDS, 1, 900);
        int fulfilled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String shopper = "shopper-" + round;
            String order = buy(sale, shopper);
            assertThat(get(shop.pay(shopper, order)).status()).isEqualTo(200);

            List<Reply> replies = duel(
                    round,
                    () -> shop.operateOrder(order, "fulfil"),
                    () -> shop.change(shopper, order, "refund", "refund-" + shopper, Json.object()),
                    () -> shop.operateOrder(order, "refund"));

            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409, 409);
            fulfilled += replies.get(0).status() == 200 ? 1 : 0;
        }

        int handedOut = fulfilled;
        awaitStates(sale, "refunded", ROUNDS - handedOut);
        assertThat(count(sale, "fulfilled")).isEqualTo(handedOut);
        assertThat(handedOut).as("rounds that the fulfilment won").isBetween(1, ROUNDS - 1);
        assertThat(rig.count("SELECT coalesce(sum(refunded_fen), 0) FROM orders WHERE campaign_id = $1::text", sale))
                .isEqualTo((long) PRICE_FEN * (ROUNDS - handedOut));
        rig.audited(sale);
    }

    private static String buy(String sale, String shopper) {
        Reply bought = get(shop.purchase(sale, shopper, "buy-" + shopper, 1));
        assertThat(bought.status()).as(bought.toString()).isEqualTo(201);
        return bought.body().at("/order/id").asText();
    }

    /** Sends all of them at once, another one first in each round; the replies are in the order of the arguments. */
    @SafeVarargs
    private static List<Reply> duel(int round, Supplier<Future<Reply>>... sides) {
        List<Future<Reply>> replies = new ArrayList<>();
        for (int side = 0; side < sides.length; side++) {
            replies.add(Future.succeededFuture());
        }
        for (int turn = 0; turn < sides.length; turn++) {
            int side = (round + turn) % sides.length;
            replies.set(side, sides[side].get());
        }
        return replies.stream().map(TestDatabase::get).toList();
    }

    private static void awaitStates(String sale, String state, int orders) {
        Await.until(orders + " orders are " + state, SOON, () -> count(sale, state) == orders);
    }

    private static long count(String sale, String state) {
        return rig.count("SELECT count(*) FROM orders WHERE campaign_id = $1::text AND state = $2::text", sale, state);
    }
}
