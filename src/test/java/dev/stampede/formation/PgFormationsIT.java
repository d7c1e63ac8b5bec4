package dev.stampede.formation;

import static dev.stampede.formation.Hall.EARLIER;
import static dev.stampede.formation.Hall.LATER;
import static dev.stampede.formation.Hall.cuts;
import static dev.stampede.formation.Hall.seats;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.kind.SeatRules;
import dev.stampede.order.Order;
import dev.stampede.order.OrderJson;
import dev.stampede.order.PgOrders;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which formations are found by whom, and what is shown of them. */
class PgFormationsIT {
    private static final SeatRules PLAIN = seats(0, 0);

    private final Hall hall = new Hall();
    private final String campaign = hall.rows.campaign(20);

    @Test
    void a_stranger_finds_what_may_be_joined_the_oldest_first() {
        String first = hall.rows.ofSeats(campaign, "ann", 2, PLAIN, LATER);
        String full = hall.rows.ofSeats(campaign, "bob", 2, PLAIN, LATER);
        hall.rows.seat(full, "cat");
        hall.rows.ofSeats(campaign, "dan", 2, PLAIN, EARLIER);
        hall.rows.ofSeats(campaign, "eve", 2, new SeatRules(0, 0, false, false, List.of()), LATER);
        hall.rows.ofCuts(campaign, "fay", 2, cuts(false, false, 600), LATER);
        String second = hall.rows.ofSeats(campaign, "gus", 2, PLAIN, LATER);
        hall.rows.ofSeats(hall.rows.campaign(1), "hal", 2, PLAIN, LATER);

        assertThat(ids(get(hall.formations.joinable(campaign, null, 10)))).containsExactly(first, second);
        assertThat(ids(get(hall.formations.joinable(campaign, null, 1)))).containsExactly(first);
        assertThat(ids(get(hall.formations.joinable(campaign, first, 10)))).containsExactly(second);
    }

    @Test
    void a_list_of_one_state_has_all_that_are_listed_in_it() {
        String formed = hall.rows.ofSeats(campaign, "ann", 2, PLAIN, LATER);
        hall.pay(hall.orderOf(formed, "ann"));
        hall.pay(hall.rows.seat(formed, "bob"));
        String full = hall.rows.ofSeats(campaign, "cat", 2, PLAIN, LATER);
        hall.rows.seat(full, "dan");

        assertThat(ids(get(hall.formations.inState(campaign, FormationState.FORMED, null, 10))))
                .containsExactly(formed);
        assertThat(ids(get(hall.formations.inState(campaign, FormationState.FORMING, null, 10))))
                .containsExactly(full);
    }

    @Test
    void mine_are_those_that_i_lead_or_have_or_had_an_order_in() {
        String led = hall.rows.ofCuts(campaign, "ann", 2, cuts(false, false, 600), LATER);
        String left = hall.rows.ofSeats(campaign, "bob", 2, PLAIN, LATER);
        hall.rows.seat(left, "ann");
        hall.leave(campaign, left, "ann");
        hall.rows.ofSeats(campaign, "cat", 2, PLAIN, LATER);

        assertThat(ids(get(hall.formations.mine(campaign, "ann")))).containsExactly(left, led);
    }

    @Test
    void nobody_is_shown_by_more_than_the_first_sign() {
        String formation = hall.rows.ofSeats(campaign, "王小明", 3, PLAIN, LATER);
        hall.rows.seat(formation, "\uD83D\uDC3Cpanda");

        ObjectNode json = FormationJson.write(hall.read(formation));

        assertThat(json.path("owner").asText()).isEqualTo("王**");
        assertThat(json.path("members").get(1).path("name").asText()).isEqualTo("\uD83D\uDC3C**");
        assertThat(json.toString()).doesNotContain("小明", "panda");
        assertThat(json.path("seatsLeft").asInt()).isOne();
        assertThat(json.path("progress").asInt()).isZero();
        assertThat(json.has("floorFen")).isFalse();
        assertThat(FormationJson.masked("")).isEqualTo("**");
    }

    @Test
    void what_was_granted_is_on_the_formation_and_on_its_owners_order() {
        String formation = hall.rows.ofCuts(campaign, "ann", 2, cuts(false, true, 600), LATER);
        hall.rows.cut(formation, "bob", 250);
        hall.database.query("""
                INSERT INTO reward VALUES ($1::text, 1, 'owner', 'ann', 'coupon', '10', now()),
                  ($1::text, 1, 'helper', 'bob', 'gift', '"mug"', now())
                """, formation);
        String claim = hall.rows.claim(formation, LATER);

        ObjectNode json = FormationJson.write(hall.read(formation));

        assertThat(json.path("priceFen").asLong()).isEqualTo(740);
        assertThat(json.path("floorFen").asLong()).isEqualTo(490);
        assertThat(json.path("progress").asInt()).isOne();
        assertThat(json.has("seatsLeft")).isFalse();
        assertThat(json.path("rewards").toString())
                .isEqualTo("[{\"at\":1,\"role\":\"owner\",\"name\":\"a**\",\"kind\":\"coupon\",\"value\":10},"
                        + "{\"at\":1,\"role\":\"helper\",\"name\":\"b**\",\"kind\":\"gift\",\"value\":\"mug\"}]");
        Order order = get(new PgOrders(hall.database.pool()).find(claim)).orElseThrow();
        ObjectNode bought = OrderJson.write(order);
        assertThat(bought.path("formationId").asText()).isEqualTo(formation);
        assertThat(bought.path("rewards").toString()).isEqualTo("[{\"at\":1,\"kind\":\"coupon\",\"value\":10}]");
    }

    private static List<String> ids(List<Formation> found) {
        return found.stream().map(Formation::id).toList();
    }
}
