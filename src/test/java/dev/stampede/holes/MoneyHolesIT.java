package dev.stampede.holes;

import static dev.stampede.holes.ShopFloor.notice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holes between an order and its money. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyHolesIT {
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
    void who_may_pay_has_the_unit_already() {
        String sale = floor.open(1, 1);
        String order = floor.buy(sale, "first").orderId();
        assertThat(floor.buy(sale, "second").code()).isEqualTo("SOLD_OUT");
        assertThat(floor.tell(notice(floor.pay("first", order))).status()).isEqualTo(200);
        assertThat(floor.state("first", order)).isEqualTo("settled");
    }

    @Test
    void a_payment_told_many_times_at_once_is_one_payment() {
        String sale = floor.open(5, 1);
        String order = floor.buy(sale, "payer").orderId();
        String notice = notice(floor.pay("payer", order));
        List<Answer> answers = floor.together(40, i -> CompletableFuture.supplyAsync(() -> floor.tell(notice)));
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        Answer read = client.get("/v1/orders/" + order, "payer");
        assertThat(read.body().path("state").asText()).isEqualTo("settled");
        assertThat(read.body().path("history")).hasSize(3);
    }

    @Test
    void a_payment_after_a_cancel_is_given_back() {
        String sale = floor.open(5, 1);
        String order = floor.buy(sale, "hasty").orderId();
        String notice = notice(floor.pay("hasty", order));
        assertThat(cancel("hasty", order).status()).isEqualTo(200);
        assertThat(floor.tell(notice).status()).isEqualTo(200);
        floor.awaitState("hasty", order, "refunded");
        floor.awaitLeft(sale, 5);
    }

    @Test
    void a_payment_after_the_units_went_to_others_is_given_back() {
        String sale = client.open(SaleClient.flashSale(1, 1, 1, ""));
        String order = floor.buy(sale, "slow").orderId();
        String notice = notice(floor.pay("slow", order));
        floor.awaitState("slow", order, "expired");
        floor.awaitLeft(sale, 1);
        String other = floor.buy(sale, "quick").orderId();
        assertThat(floor.tell(notice(floor.pay("quick", other))).status()).isEqualTo(200);
        assertThat(floor.tell(notice).status()).isEqualTo(200);
        floor.awaitState("slow", order, "refunded");
        assertThat(floor.state("quick", other)).isEqualTo("settled");
    }

    @Test
    void a_payment_after_its_time_gets_the_units_while_there_are_some() {
        String sale = client.open(SaleClient.flashSale(1, 1, 1, ""));
        String order = floor.buy(sale, "slow").orderId();
        String notice = notice(floor.pay("slow", order));
        floor.awaitState("slow", order, "expired");
        assertThat(floor.tell(notice).status()).isEqualTo(200);
        floor.awaitState("slow", order, "settled");
        assertThat(floor.buy(sale, "other").code()).isEqualTo("SOLD_OUT");
    }

    @Test
    void an_order_that_went_on_never_goes_back() {
        String sale = floor.open(5, 1);
        String order = floor.buy(sale, "payer").orderId();
        String notice = notice(floor.pay("payer", order));
        floor.tell(notice);
        assertThat(client.operate("/admin/v1/orders/" + order + "/fulfil", "{}").status())
                .isEqualTo(200);
        assertThat(floor.tell(notice).status()).isEqualTo(200);
        assertThat(cancel("payer", order).code()).isEqualTo("WRONG_STATE");
        assertThat(refund("payer", order).code()).isEqualTo("WRONG_STATE");
        assertThat(floor.state("payer", order)).isEqualTo("fulfilled");
    }

    @Test
    void a_cancel_gives_back_the_units_and_the_limit_once() {
        String sale = floor.open(5, 2);
        String order = floor.buy(sale, "fickle", 2).orderId();
        assertThat(floor.buy(sale, "fickle").code()).isEqualTo("LIMIT_REACHED");
        List<Answer> answers = floor.together(20, i -> CompletableFuture.supplyAsync(() -> cancel("fickle", order)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).isNotEmpty();
        floor.awaitLeft(sale, 5);
        assertThat(floor.buy(sale, "fickle", 2).status()).isEqualTo(201);
    }

    @Test
    void a_refund_asked_for_many_times_is_paid_once() {
        String sale = floor.open(5, 2);
        String order = floor.buy(sale, "regretful", 2).orderId();
        floor.tell(notice(floor.pay("regretful", order)));
        floor.together(20, i -> CompletableFuture.supplyAsync(() -> refund("regretful", order)));
        floor.awaitState("regretful", order, "refunded");
        floor.awaitLeft(sale, 5);
        assertThat(client.get("/v1/orders/" + order, "regretful")
                        .body()
                        .path("refundedFen")
                        .asLong())
                .isEqualTo(2 * 990);
    }

    @Test
    void an_order_of_an_edited_campaign_can_be_cancelled() {
        String sale = floor.open(5, 1);
        String order = floor.buy(sale, "calm").orderId();
        ShopFloor.edited(client, sale, "{\"title\":\"别的鸡蛋\",\"reason\":\"typo\"}");
        assertThat(cancel("calm", order).status()).isEqualTo(200);
        floor.awaitLeft(sale, 5);
    }

    @Test
    void nobody_sees_or_moves_the_order_of_another() {
        String sale = floor.open(5, 1);
        String order = floor.buy(sale, "owner").orderId();
        assertThat(client.get("/v1/orders/" + order, "thief").code()).isEqualTo("UNKNOWN_ORDER");
        assertThat(cancel("thief", order).code()).isEqualTo("UNKNOWN_ORDER");
        assertThat(refund("thief", order).code()).isEqualTo("UNKNOWN_ORDER");
        assertThat(floor.pay("thief", order).code()).isEqualTo("UNKNOWN_ORDER");
        assertThat(floor.state("owner", order)).isEqualTo("held");
    }

    private Answer cancel(String shopper, String order) {
        return client.post("/v1/orders/" + order + "/cancel", shopper, floor.key(), "{}");
    }

    private Answer refund(String shopper, String order) {
        return client.post("/v1/orders/" + order + "/refund", shopper, floor.key(), "{}");
    }
}
