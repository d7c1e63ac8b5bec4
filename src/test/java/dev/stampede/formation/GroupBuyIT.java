package dev.stampede.formation;

import static dev.stampede.testing.Friends.formation;
import static dev.stampede.testing.Friends.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.testing.Await;
import dev.stampede.testing.Friends;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A group-buy as its shoppers live through it, on a whole node. */
class GroupBuyIT {
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

    @Test
    void a_team_forms_when_its_last_seat_is_paid() {
        String sale = friends.open("group_buy", 10, "{\"teamSize\":2,\"teamSeconds\":600}");
        Answer opened = friends.act(sale, "ann", "open_team", "{}");
        assertThat(opened.status()).as("%s", opened).isEqualTo(201);
        JsonNode team = opened.body().path("formation");
        assertThat(team.path("state").asText()).isEqualTo("forming");
        assertThat(team.path("progress").asInt()).isZero();
        assertThat(team.path("seatsLeft").asInt()).isEqualTo(1);
        assertThat(opened.body().at("/order/formationId").asText()).isEqualTo(formation(opened));

        Answer joined = friends.join(sale, "bob", formation(opened));
        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(joined.body().at("/formation/members")).hasSize(2);
        assertThat(friends.join(sale, "cleo", formation(opened)).code()).isEqualTo("TEAM_FULL");

        assertThat(friends.pay("ann", opened.orderId()).status()).isEqualTo(200);
        assertThat(friends.order("ann", opened.orderId()).path("state").asText())
                .isEqualTo("paid");
        friends.pay("bob", joined.orderId());
        friends.awaitOrder("ann", opened.orderId(), "settled");
        friends.awaitOrder("bob", joined.orderId(), "settled");
    }

    @Test
    void a_team_that_lapses_gives_everybody_the_money_back() {
        String sale = friends.open("group_buy", 10, "{\"teamSize\":3,\"teamSeconds\":3}");
        Answer opened = friends.act(sale, "ann", "open_team", "{}");
        Answer joined = friends.join(sale, "bob", formation(opened));
        friends.pay("ann", opened.orderId());

        JsonNode refunded = friends.awaitOrder("ann", opened.orderId(), "refunded");
        assertThat(refunded.path("refundedFen").asInt()).isEqualTo(1000);
        friends.awaitOrder("bob", joined.orderId(), "expired");
        assertThat(friends.join(sale, "cleo", formation(opened)).code()).isEqualTo("TEAM_CLOSED");
        // The slot and the units are free again.
        assertThat(friends.act(sale, "ann", "open_team", "{}").status()).isEqualTo(201);
    }

    @Test
    void who_leaves_may_come_again_and_the_next_one_leads() {
        String sale = friends.open("group_buy", 10, "{\"teamSize\":3,\"teamSeconds\":600}");
        Answer opened = friends.act(sale, "ann", "open_team", "{}");
        String team = formation(opened);
        friends.join(sale, "bob", team);

        Answer left = friends.act(sale, "ann", "leave_team", "{\"teamId\":\"" + team + "\"}", "leave-key-1");
        assertThat(left.status()).as("%s", left).isEqualTo(200);
        assertThat(left.body().at("/formation/owner").asText()).isEqualTo("b**");
        Answer again = friends.act(sale, "ann", "leave_team", "{\"teamId\":\"" + team + "\"}", "leave-key-1");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.isReplay()).isTrue();
        assertThat(friends.order("ann", opened.orderId()).path("state").asText())
                .isEqualTo("cancelled");

        Await.until("the seat is free", () -> friends.join(sale, "ann", team).status() == 201);
    }

    @Test
    void the_last_one_who_leaves_dissolves_the_team() {
        String sale = friends.open("group_buy", 10, "{\"teamSize\":2,\"teamSeconds\":600}");
        String team = formation(friends.act(sale, "ann", "open_team", "{}"));

        Answer left = friends.act(sale, "ann", "leave_team", "{\"teamId\":\"" + team + "\"}");
        assertThat(state(left)).isEqualTo("dissolved");
        assertThat(friends.act(sale, "ann", "leave_team", "{\"teamId\":\"" + team + "\"}")
                        .code())
                .isEqualTo("TEAM_CLOSED");
    }

    @Test
    void a_ladder_returns_what_the_team_saved_to_each_what_was_paid_above_it() {
        String sale = friends.open(
                "group_buy",
                10,
                "{\"teamSize\":3,\"teamSeconds\":600,\"leaderPriceFen\":850,"
                        + "\"ladder\":[{\"size\":2,\"priceFen\":900},{\"size\":3,\"priceFen\":800}]}");
        Answer opened = friends.act(sale, "ann", "open_team", "{}");
        assertThat(opened.body().at("/order/amountFen").asInt()).isEqualTo(850);
        Answer bob = friends.join(sale, "bob", formation(opened));
        assertThat(bob.body().at("/order/amountFen").asInt()).isEqualTo(900);
        Answer cleo = friends.join(sale, "cleo", formation(opened));
        friends.pay("ann", opened.orderId());
        friends.pay("bob", bob.orderId());
        friends.pay("cleo", cleo.orderId());

        awaitRefunded("ann", opened.orderId(), 50);
        awaitRefunded("bob", bob.orderId(), 100);
        awaitRefunded("cleo", cleo.orderId(), 100);
    }

    @Test
    void an_early_end_ends_the_teams_that_nobody_can_join_any_more() {
        String sale = friends.open("group_buy", 10, "{\"teamSize\":2,\"teamSeconds\":3600}");
        String runsOn = friends.open("group_buy", 10, "{\"teamSize\":2,\"teamSeconds\":3600,\"joinAfterClose\":true}");
        Answer opened = friends.act(sale, "ann", "open_team", "{}");
        Answer patient = friends.act(runsOn, "ann", "open_team", "{}");
        friends.pay("ann", opened.orderId());

        node.client().operate("/admin/v1/campaigns/" + sale + "/end", "{}");
        node.client().operate("/admin/v1/campaigns/" + runsOn + "/end", "{}");

        friends.awaitOrder("ann", opened.orderId(), "refunded");
        assertThat(friends.join(runsOn, "bob", formation(patient)).status()).isEqualTo(201);
    }

    private static void awaitRefunded(String shopper, String order, int fen) {
        Await.until(
                "what the team saved is back",
                () -> friends.order(shopper, order).path("refundedFen").asInt() == fen);
        assertThat(friends.order(shopper, order).path("state").asText()).isEqualTo("settled");
    }
}
