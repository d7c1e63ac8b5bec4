package dev.stampede.holes;

import static dev.stampede.holes.ShopFloor.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holes in counting, in limits and in the hours of a sale. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockHolesIT {
    private final ShopFloor floor = new ShopFloor();
    private final SaleClient client = floor.client;

    @AfterEach
    void everything_adds_up() {
        floor.check();
    }

    @AfterAll
    void close() {
        floor.close();
    }

    @Test
    void the_last_unit_is_sold_once() {
        String sale = floor.open(1, 1);
        List<Answer> answers =
                floor.together(1_000, i -> client.purchaseAsync(sale, "last-" + i, "last-key-" + i, ONE));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(Answer::code)
                .containsOnly("SOLD_OUT");
    }

    @Test
    void nobody_is_told_sold_out_while_there_is_stock() {
        String sale = floor.open(200, 1);
        List<Answer> answers = floor.together(200, i -> client.purchaseAsync(sale, "each-" + i, "each-key-" + i, ONE));
        assertThat(answers).allMatch(answer -> answer.status() == 201);
    }

    @Test
    void the_limit_counts_units_and_not_orders() {
        String sale = floor.open(50, 3);
        assertThat(floor.buy(sale, "alice", 2).status()).isEqualTo(201);
        assertThat(floor.buy(sale, "alice", 2).code()).isEqualTo("LIMIT_REACHED");
        assertThat(floor.buy(sale, "alice", 1).status()).isEqualTo(201);
        assertThat(floor.buy(sale, "bob", 4).code()).isEqualTo("LIMIT_REACHED");
    }

    @Test
    void a_shopper_on_many_devices_at_once_stays_within_the_limit() {
        String sale = floor.open(100, 2);
        List<Answer> answers = floor.together(60, i -> client.purchaseAsync(sale, "greedy", "device-key-" + i, ONE));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(2);
    }

    @Test
    void a_double_click_is_one_order() {
        String sale = floor.open(100, 10);
        List<Answer> answers = floor.together(60, i -> client.purchaseAsync(sale, "nervous", "the-same-key", ONE));
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(Answer::orderId).distinct()).hasSize(1);
    }

    @Test
    void the_price_is_the_campaigns_whatever_a_client_says() {
        String sale = floor.open(10, 2);
        assertThat(client.purchase(sale, "cunning", floor.key(), "{\"quantity\":1,\"unitPriceFen\":1}")
                        .code())
                .isEqualTo("INVALID");
        assertThat(floor.buy(sale, "cunning", 2).body().at("/order/amountFen").asLong())
                .isEqualTo(2 * 990);
    }

    @Test
    void nobody_buys_before_the_start_nor_after_the_end() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String later = client.open(hours(now.plusSeconds(60), now.plusSeconds(120)));
        assertThat(floor.buy(later, "early").code()).isEqualTo("NOT_STARTED");
        String ending = client.open(hours(now.minusSeconds(60), now.plusSeconds(2)));
        assertThat(floor.buy(ending, "in-time").status()).isEqualTo(201);
        Await.until("the last second is over", Duration.ofSeconds(10), () -> Instant.now()
                .isAfter(now.plusSeconds(2)));
        assertThat(floor.buy(ending, "late").code()).isEqualTo("ENDED");
    }

    @Test
    void a_lost_counter_is_no_empty_shelf_and_no_full_one() {
        String sale = floor.open(5, 1);
        Stream.of("a", "b", "c").forEach(name -> floor.buy(sale, "first-" + name));
        Vertx vertx = Vertx.vertx();
        TestRedis redis = new TestRedis(vertx, floor.node().stores().redisUrl());
        redis.run("DEL", new CampaignKeys(sale).campaign());
        List<Answer> answers = floor.together(20, i -> client.purchaseAsync(sale, "next-" + i, "next-key-" + i, ONE));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(2);
        vertx.close().await();
    }

    @Test
    void campaigns_share_no_slot_of_a_cluster() {
        CampaignKeys keys = new CampaignKeys("0123456789ABC");
        assertThat(List.of(keys.campaign(), keys.request(), keys.shopper(), keys.held(), keys.outbox()))
                .allMatch(key -> key.startsWith("{c:0123456789ABC}:"));
    }

    @Test
    void an_edit_while_it_sells_gives_no_stock_back() {
        String sale = floor.open(50, 20);
        Answer seenBefore = client.look("/admin/v1/campaigns/" + sale);
        assertThat(floor.buy(sale, "buyer", 20).status()).isEqualTo(201);
        floor.awaitLeft(sale, 30);
        ShopFloor.edited(client, sale, "{\"title\":\"别的鸡蛋\",\"reason\":\"typo\"}");
        assertThat(seenBefore.body().at("/offers/0/allocation").asLong()).isEqualTo(50);
        assertThat(floor.left(sale)).isEqualTo(30);
        assertThat(client.operate(
                                "/admin/v1/campaigns/" + sale + "/stock",
                                "{\"sku\":\"eggs\",\"delta\":5,\"reason\":\"more came\"}")
                        .status())
                .isEqualTo(200);
        floor.awaitLeft(sale, 35);
        assertThat(floor.buy(sale, "other", 20).status()).isEqualTo(201);
        assertThat(floor.buy(sale, "third", 16).code()).isEqualTo("SOLD_OUT");
    }

    private static String hours(Instant opensAt, Instant closesAt) {
        return """
                {"kind":"flash_sale","title":"鸡蛋","copy":"一箱","opensAt":"%s","closesAt":"%s","payWithinSeconds":600,
                 "perShopperLimit":1,"perOrderLimit":1,
                 "offers":[{"sku":"eggs","name":"鸡蛋","priceFen":990,"listPriceFen":1990,"allocation":5}]}
                """.formatted(opensAt, closesAt);
    }
}
