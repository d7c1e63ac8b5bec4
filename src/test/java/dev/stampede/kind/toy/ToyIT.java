package dev.stampede.kind.toy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.boot.Kinds;
import dev.stampede.testing.Await;
import dev.stampede.testing.Friends;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A kind that the engine has never heard of, on a whole node that is told of it in one line: the kernel is neutral. */
class ToyIT {
    private static TestNode node;
    private static SaleClient client;
    private static Friends friends;

    @BeforeAll
    static void start() {
        node = TestNode.start(new Kinds(List.of(new Toy())));
        client = node.client();
        friends = new Friends(client);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void a_pack_is_drawn_once_paid_and_settled() {
        String sale = friends.open("toy", 5, "{\"pack\":2}");

        Answer drawn = friends.act(sale, "ann", "draw", "{}", "draw-key-1");
        Answer again = friends.act(sale, "ann", "draw", "{}", "draw-key-1");
        Answer other = friends.act(sale, "ann", "draw", "{\"sku\":\"none\"}", "draw-key-1");

        assertThat(drawn.status()).as("%s", drawn).isEqualTo(201);
        assertThat(drawn.body().at("/order/kind").asText()).isEqualTo("toy");
        assertThat(drawn.body().at("/order/quantity").asInt()).isEqualTo(2);
        assertThat(drawn.body().at("/order/amountFen").asInt()).isEqualTo(2_000);
        assertThat(again.isReplay()).isTrue();
        assertThat(again.orderId()).isEqualTo(drawn.orderId());
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(friends.pay("ann", drawn.orderId()).status()).isEqualTo(200);
        friends.awaitOrder("ann", drawn.orderId(), "settled");
        assertThat(friends.act(sale, "ann", "draw", "{}").code()).isEqualTo("LIMIT_REACHED");
        audited();
    }

    @Test
    void a_pack_that_nobody_pays_for_goes_back() {
        String sale = friends.open("toy", 2, "{\"pack\":2}", "\"payWithinSeconds\":2,");

        Answer drawn = friends.act(sale, "ann", "draw", "{}");
        assertThat(drawn.status()).as("%s", drawn).isEqualTo(201);
        assertThat(friends.act(sale, "bob", "draw", "{}").code()).isEqualTo("SOLD_OUT");
        friends.awaitOrder("ann", drawn.orderId(), "expired");
        Await.until(
                "the pack is back", () -> friends.act(sale, "bob", "draw", "{}").status() == 201);
        audited();
    }

    @Test
    void rules_and_kinds_that_nobody_knows_are_refused() {
        Answer wrong = client.operate("/admin/v1/campaigns", Friends.campaign("toy", 5, "{\"pack\":11}", ""));
        Answer strange = client.operate("/admin/v1/campaigns", Friends.campaign("flash_sale", 5, "{}", ""));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().toString()).contains("/rules/pack");
        assertThat(strange.status()).as("this node was told of one kind").isEqualTo(400);
    }

    private static void audited() {
        JsonNode audit = client.look("/admin/v1/audit").body();
        assertThat(audit.path("ok").asBoolean()).as("%s", audit).isTrue();
        assertThat(audit.path("invariants")).isNotEmpty();
    }
}
