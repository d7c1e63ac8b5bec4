package dev.stampede.formation;

import static dev.stampede.testing.Friends.formation;
import static dev.stampede.testing.Friends.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import dev.stampede.testing.Friends;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bargain as its owner and helpers live through it, on a whole node. */
class BargainIT {
    private static TestNode node;
    private static Friends friends;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        friends = new Friends(node.client());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_claim", "at_floor"})
    void a_chain_lands_on_its_floor_and_its_owner_buys(String holdStock) {
        String sale =
                friends.open("bargain", 5, "{\"floorFen\":700,\"helpers\":3,\"holdStock\":\"" + holdStock + "\"}");
        Answer started = friends.act(sale, "ann", "start_chain", "{}");
        assertThat(started.status()).as("%s", started).isEqualTo(201);
        String chain = formation(started);
        assertThat(friends.claim(sale, "ann", chain).code()).isEqualTo("CHAIN_NOT_DONE");

        int cut = 0;
        for (String helper : List.of("bob", "cleo", "dora")) {
            Answer helped = friends.assist(sale, helper, chain);
            assertThat(helped.status()).as("%s", helped).isEqualTo(200);
            cut += helped.body().path("cutFen").asInt();
            assertThat(helped.body().at("/formation/priceFen").asInt()).isEqualTo(1000 - cut);
        }
        assertThat(cut).isEqualTo(300);
        assertThat(friends.assist(sale, "emil", chain).code()).isEqualTo("CHAIN_CLOSED");
        assertThat(friends.claim(sale, "bob", chain).code()).isEqualTo("NOT_OWNER");

        Answer claimed = friends.claim(sale, "ann", chain);
        assertThat(claimed.status()).as("%s", claimed).isEqualTo(201);
        assertThat(claimed.body().at("/order/amountFen").asInt()).isEqualTo(700);
        assertThat(state(claimed)).isEqualTo("formed");
        friends.pay("ann", claimed.orderId());
        friends.awaitOrder("ann", claimed.orderId(), "settled");
        // One chain a shopper and offer, bought ones too.
        assertThat(friends.act(sale, "ann", "start_chain", "{}").code()).isEqualTo("CHAIN_OPEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_claim", "at_floor"})
    void a_claim_that_is_not_paid_gives_the_chain_back_with_its_price(String holdStock) {
        String sale = friends.open(
                "bargain",
                5,
                "{\"floorFen\":700,\"helpers\":1,\"holdStock\":\"" + holdStock + "\"}",
                "\"payWithinSeconds\":1,");
        String chain = formation(friends.act(sale, "ann", "start_chain", "{}"));
        friends.assist(sale, "bob", chain);
        Answer claimed = friends.claim(sale, "ann", chain);
        assertThat(claimed.status()).as("%s", claimed).isEqualTo(201);

        friends.awaitOrder("ann", claimed.orderId(), "expired");
        Await.until("the chain is back", () -> {
            Answer again = friends.claim(sale, "ann", chain);
            return again.status() == 201 && again.body().at("/order/amountFen").asInt() == 700;
        });
    }

    @Test
    void a_helper_helps_a_chain_once_and_never_an_own_one() {
        String sale = friends.open("bargain", 5, "{\"floorFen\":700,\"helpers\":3}");
        String chain = formation(friends.act(sale, "ann", "start_chain", "{}"));
        assertThat(friends.act(sale, "ann", "start_chain", "{}").code()).isEqualTo("CHAIN_OPEN");
        assertThat(friends.assist(sale, "ann", chain).code()).isEqualTo("OWN_CHAIN");
        assertThat(friends.assist(sale, "bob", chain).status()).isEqualTo(200);
        assertThat(friends.assist(sale, "bob", chain).code()).isEqualTo("ALREADY_ASSISTED");
    }
}
