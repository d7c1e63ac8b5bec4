package dev.stampede.holes;

import static dev.stampede.testing.Friends.formation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stampede.testing.Await;
import dev.stampede.testing.Friends;
import dev.stampede.testing.SaleClient.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holes in teams: between a seat, its money and the end of the team. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeamHolesIT {
    private final ShopFloor floor = new ShopFloor();
    private final Friends friends = new Friends(floor.client);

    @AfterEach
    void everything_adds_up() {
        floor.check();
    }

    @AfterAll
    void close() {
        floor.close();
    }

    @Test
    void who_may_pay_has_a_seat_and_a_unit_already() {
        String sale = friends.open("group_buy", 2, team(3, 600));
        Answer ann = friends.act(sale, "ann", "open_team", "{}");
        Answer bob = friends.join(sale, "bob", formation(ann));
        assertThat(friends.join(sale, "cleo", formation(ann)).code()).isEqualTo("SOLD_OUT");
        assertThat(friends.pay("ann", ann.orderId()).status()).isEqualTo(200);
        assertThat(friends.pay("bob", bob.orderId()).status()).isEqualTo(200);
        assertThat(floor.state("bob", bob.orderId())).isEqualTo("paid");
        assertThat(new Team(floor, formation(ann)).show().path("progress").asInt())
                .isEqualTo(2);
    }

    @Test
    void seats_that_are_not_paid_yet_are_taken() {
        String sale = friends.open("group_buy", 9, team(2, 600));
        Answer ann = friends.act(sale, "ann", "open_team", "{}");
        Answer bob = friends.join(sale, "bob", formation(ann));
        assertThat(friends.join(sale, "cleo", formation(ann)).code()).isEqualTo("TEAM_FULL");
        cancel("bob", bob.orderId());
        Await.until(
                "the seat is free",
                () -> friends.join(sale, "cleo", formation(ann)).status() == 201);
    }

    @Test
    void payments_at_the_same_moment_fill_a_team_to_the_last_seat() {
        String sale = friends.open("group_buy", 9, team(8, 600));
        Team team = team(sale, 8);
        floor.atOnce(8, i -> floor.tell(team.notices.get(i)));
        assertThat(team.states()).containsOnly("settled");
        assertThat(team.show().path("state").asText()).isEqualTo("formed");
    }

    @Test
    void a_payment_told_many_times_at_once_is_one_member() {
        String sale = friends.open("group_buy", 9, team(3, 600));
        Team team = team(sale, 2);
        String notice = team.notices.get(0);
        List<Answer> answers = floor.atOnce(30, i -> floor.tell(notice));
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(team.show().path("progress").asInt()).isEqualTo(1);
        assertThat(team.show().path("members")).hasSize(2);
    }

    @Test
    void a_team_that_has_formed_does_not_fail_at_its_deadline() {
        String sale = friends.open("group_buy", 9, team(2, 3));
        Team team = team(sale, 2);
        team.pay();
        Answer other = friends.act(sale, "other", "open_team", "{}");
        new Team(floor, formation(other)).awaitState("lapsed");
        assertThat(team.show().path("state").asText()).isEqualTo("formed");
        assertThat(team.states()).containsOnly("settled");
    }

    @Test
    void a_team_that_has_formed_outlives_the_end_of_its_campaign() {
        String sale = friends.open("group_buy", 9, team(2, 600));
        Team team = team(sale, 2);
        team.pay();
        operate(sale, "end");
        assertThat(friends.act(sale, "late", "open_team", "{}").code()).isEqualTo("ENDED");
        assertThat(team.show().path("state").asText()).isEqualTo("formed");
        assertThat(team.states()).containsOnly("settled");
    }

    @Test
    void a_team_for_which_nobody_pays_lapses_too() {
        String sale = friends.open("group_buy", 9, team(3, 2));
        Team team = team(sale, 1);
        team.awaitState("lapsed");
        assertThat(team.states()).containsOnly("expired");
        floor.awaitLeft(sale, 9);
    }

    @Test
    void a_payment_after_the_deadline_forms_no_team_and_goes_back() {
        String sale = friends.open("group_buy", 9, team(2, 3));
        Team team = team(sale, 2);
        floor.tell(team.notices.get(0));
        String late = team.notices.get(1);
        team.awaitState("lapsed");
        assertThat(floor.tell(late).status()).isEqualTo(200);
        team.awaitAll("refunded");
        assertThat(team.show().path("state").asText()).isEqualTo("lapsed");
        floor.awaitLeft(sale, 9);
    }

    @Test
    void each_member_of_a_lapsed_team_gets_back_what_that_member_paid() {
        String sale = friends.open(
                "group_buy",
                9,
                "{\"teamSize\":4,\"teamSeconds\":4,\"leaderPriceFen\":600,\"maxOpenTeamsPerShopper\":1}");
        Team team = team(sale, 3);
        team.pay();
        team.awaitAll("refunded");
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> friends.order(team.names.get(i), team.orders.get(i)))
                        .map(order -> order.path("refundedFen").asInt()))
                .containsExactly(600, 1000, 1000);
        floor.awaitLeft(sale, 9);
    }

    @Test
    void nobody_stays_in_a_team_that_is_over() {
        String sale = friends.open("group_buy", 9, team(3, 2));
        Team team = team(sale, 1);
        List<Answer> joins = new ArrayList<>();
        Await.until("the team is closed", () -> {
            joins.add(friends.join(sale, "late-" + joins.size(), team.id));
            return joins.get(joins.size() - 1).code().equals("TEAM_CLOSED");
        });
        team.awaitState("lapsed");
        for (int i = 0; i < joins.size(); i++) {
            if (joins.get(i).status() == 201) {
                floor.awaitState("late-" + i, joins.get(i).orderId(), "expired");
            }
        }
        floor.awaitLeft(sale, 9);
    }

    @Test
    void a_payment_after_leaving_goes_back_and_takes_no_seat() {
        String sale = friends.open("group_buy", 9, team(2, 600));
        Team team = team(sale, 2);
        String notice = team.notices.get(1);
        assertThat(leave(sale, team.names.get(1), team.id).status()).isEqualTo(200);
        assertThat(floor.tell(notice).status()).isEqualTo(200);
        floor.awaitState(team.names.get(1), team.orders.get(1), "refunded");
        assertThat(team.show().path("seatsLeft").asInt()).isEqualTo(1);
        Await.until(
                "the seat is free", () -> friends.join(sale, "cleo", team.id).status() == 201);
    }

    @Test
    void a_seat_is_given_back_once_however_often_one_leaves() {
        String sale = friends.open("group_buy", 9, team(4, 600));
        Team team = team(sale, 3);
        String bob = team.names.get(1);
        List<Answer> answers = floor.atOnce(20, i -> leave(sale, bob, team.id));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        floor.awaitLeft(sale, 7);
        assertThat(team.show().path("seatsLeft").asInt()).isEqualTo(2);
    }

    @Test
    void the_orders_of_a_formed_team_never_go_back() {
        String sale = friends.open("group_buy", 9, team(2, 600));
        Team team = team(sale, 2);
        team.pay();
        assertThat(floor.client
                        .operate("/admin/v1/orders/" + team.orders.get(0) + "/fulfil", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(friends.join(sale, "extra", team.id).code()).isIn("TEAM_FULL", "TEAM_CLOSED");
        team.notices.forEach(floor::tell);
        assertThat(leave(sale, team.names.get(0), team.id).code()).isEqualTo("TEAM_CLOSED");
        assertThat(team.states()).containsExactly("fulfilled", "settled");
    }

    @Test
    void one_refund_after_forming_leaves_the_others_alone() {
        String sale = friends.open("group_buy", 9, team(3, 600));
        Team team = team(sale, 3);
        team.pay();
        String first = team.orders.get(0);
        floor.client.post("/v1/orders/" + first + "/refund", team.names.get(0), floor.key(), "{}");
        floor.awaitState(team.names.get(0), first, "refunded");
        assertThat(team.states()).containsExactly("refunded", "settled", "settled");
        assertThat(friends.join(sale, "extra", team.id).code()).isEqualTo("TEAM_CLOSED");
        floor.awaitLeft(sale, 7);
    }

    @Test
    void a_team_below_its_size_settles_with_real_paid_members_only() {
        String rules = "{\"teamSize\":4,\"teamSeconds\":4,\"onLapse\":\"settle_at_size\",\"settleAtSize\":2}";
        String sale = friends.open("group_buy", 9, rules);
        Team paid = team(sale, 3, "paid-");
        Team unpaid = team(sale, 3, "unpaid-");
        floor.tell(paid.notices.get(0));
        floor.tell(paid.notices.get(1));
        floor.tell(unpaid.notices.get(0));
        paid.awaitState("formed");
        unpaid.awaitState("lapsed");
        assertThat(paid.states()).containsExactly("settled", "settled", "cancelled");
        assertThat(paid.show().path("members")).hasSize(2);
        unpaid.awaitState(0, "refunded");
        assertThat(unpaid.states()).containsExactly("refunded", "expired", "expired");
        floor.awaitLeft(sale, 7);
    }

    @Test
    void the_limit_holds_for_the_first_team_and_over_all_teams() {
        String rules = "{\"teamSize\":3,\"teamSeconds\":600,\"maxOpenTeamsPerShopper\":100}";
        String sale = friends.open("group_buy", 50, rules);
        List<Answer> answers = floor.atOnce(20, i -> friends.act(sale, "greedy", "open_team", "{}"));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
        String other = formation(friends.act(sale, "ann", "open_team", "{}"));
        assertThat(friends.join(sale, "greedy", other).code()).isEqualTo("LIMIT_REACHED");
    }

    @Test
    void a_double_tap_opens_one_team() {
        String sale = friends.open("group_buy", 50, team(3, 600));
        List<Answer> answers = floor.atOnce(20, i -> friends.act(sale, "nervous", "open_team", "{}"));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .extracting(Answer::code)
                .containsOnly("TEAM_LIMIT");
    }

    @Test
    void no_team_outlives_its_campaign() {
        String sale = friends.open("group_buy", 9, team(3, 604_800));
        JsonNode team = friends.act(sale, "ann", "open_team", "{}").body().path("formation");
        Instant closesAt = Instant.parse(floor.client
                .get("/v1/campaigns/" + sale, "ann")
                .body()
                .path("closesAt")
                .asText());
        assertThat(Instant.parse(team.path("deadlineAt").asText())).isBeforeOrEqualTo(closesAt);
    }

    private static String team(int size, int seconds) {
        return "{\"teamSize\":" + size + ",\"teamSeconds\":" + seconds + "}";
    }

    private Team team(String sale, int members) {
        return team(sale, members, "friend-");
    }

    /** A team in which so many seats are held. */
    private Team team(String sale, int members, String name) {
        Answer opened = friends.act(sale, name + 0, "open_team", "{}");
        Team team = new Team(floor, formation(opened));
        team.add(name + 0, opened);
        for (int i = 1; i < members; i++) {
            team.add(name + i, friends.join(sale, name + i, team.id));
        }
        return team;
    }

    private Answer leave(String sale, String shopper, String team) {
        return friends.act(sale, shopper, "leave_team", "{\"teamId\":\"" + team + "\"}");
    }

    private void cancel(String shopper, String order) {
        assertThat(floor.client
                        .post("/v1/orders/" + order + "/cancel", shopper, floor.key(), "{}")
                        .status())
                .isEqualTo(200);
    }

    private void operate(String sale, String step) {
        assertThat(floor.client
                        .operate("/admin/v1/campaigns/" + sale + "/" + step, "{}")
                        .status())
                .isEqualTo(200);
    }
}
