package dev.stampede.formation;

import static dev.stampede.formation.Hall.LATER;
import static dev.stampede.formation.Hall.rung;
import static dev.stampede.formation.Hall.seats;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.stampede.audit.RowChecks;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.Cuts;
import dev.stampede.kind.Reward;
import dev.stampede.kind.RewardStep;
import dev.stampede.money.Money;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

/** Formations that are sound are broken by hand, and the audit sees it. What is broken is rolled back. */
class BrokenFormationsIT {
    private final Hall hall = new Hall();
    private final String campaign = hall.rows.campaign(20);

    @Test
    void i5_sees_counters_that_are_not_those_of_the_orders() {
        String forming = forming();

        broken("I5", "UPDATE formation SET paid = paid - 1 WHERE id = $1", forming)
                .contains("is forming and counts 2 seats, 0 paid");
        broken("I5", "UPDATE formation SET newcomers = 1 WHERE id = $1", forming)
                .contains("1 newcomers of 3; it has 2 live orders of 2 shoppers, 1 paid, 0 of newcomers");
        broken("I5", "UPDATE formation SET seats = 3 WHERE id = $1", forming).contains("counts 3 seats");
    }

    @Test
    void i5_sees_a_member_twice_and_an_owner_who_is_not_in_it() {
        String forming = forming();

        broken(
                        "I5",
                        "DROP INDEX one_live_order_per_member",
                        "UPDATE orders SET shopper_id = 'ann' WHERE formation_id = $1",
                        forming)
                .contains("it has 2 live orders of 1 shoppers");
        broken("I5", "UPDATE formation SET owner_id = 'zoe' WHERE id = $1", forming)
                .contains("is forming");
    }

    @Test
    void i5_sees_an_order_of_a_formed_one_that_is_not_settled() {
        String formed = formed();

        broken("I5", """
                        WITH moved AS (
                          UPDATE orders SET state = 'paid' WHERE formation_id = $1 AND shopper_id = 'ann' RETURNING id)
                        DELETE FROM order_move h USING moved m WHERE h.order_id = m.id AND h.to_state = 'settled'
                        """, formed).contains("is formed and counts 2 seats, 2 paid");
    }

    @Test
    void i5_sees_one_that_formed_with_fewer_than_its_rules_ask_for() {
        String formed = formed();

        broken("I5", "UPDATE formation SET goal = 5 WHERE id = $1", formed)
                .contains("has formed with 2 of 5, 0 newcomers, and 2 orders were settled in it");
        broken("I5", "UPDATE formation SET rules = rules || '{\"minNewcomers\": 1}' WHERE id = $1", formed)
                .contains("has formed with 2 of 2, 0 newcomers");
    }

    @Test
    void i5_sees_a_price_that_is_not_the_rungs_and_a_difference_that_was_not_returned() {
        String formed = formed();
        String ann = hall.orderOf(formed, "ann");

        broken("I5", """
                        WITH gone AS (DELETE FROM refund WHERE order_id = $1 RETURNING payment_id)
                        UPDATE payment SET returned_fen = 0 WHERE id IN (SELECT payment_id FROM gone)
                        """, ann).contains("cost 990 fen and got 0 back as a difference; the price of 2 is 900");
        broken("I5", "UPDATE formation SET price_fen = 800 WHERE id = $1", formed)
                .contains("the price of 2 is 800");
    }

    @Test
    void i5_sees_a_member_of_a_lapsed_one_who_did_not_get_everything_back() {
        String lapsed = forming();
        hall.overdue(lapsed);
        hall.settle();
        sound();
        String bob = hall.orderOf(lapsed, "bob");

        assertThat(brokenBy("""
                        WITH gone AS (UPDATE refund SET amount_fen = 1 WHERE order_id = $1 RETURNING payment_id)
                        UPDATE payment SET returned_fen = 1 WHERE id IN (SELECT payment_id FROM gone)
                        """, bob)).anySatisfy(finding -> assertThat(finding)
                .contains("I5: order " + bob, "1 refunds give 1 of 990 fen back"));
    }

    @Test
    void i5_and_i6_see_a_path_that_is_not_in_the_table() {
        broken("I5", "DELETE FROM formation_history WHERE formation_id = $1 AND position = 0", formed())
                .contains("is formed, its history is formed");
        broken("I5", "INSERT INTO formation_history VALUES ($1, 2, 'forming', 'lapsed', now(), 'deadline')", formed())
                .contains("its history is forming > formed > lapsed");
        broken("I6", "DELETE FROM formation_history WHERE formation_id = $1 AND position = 1", complete())
                .contains("is formed, its history is forming");
    }

    @Test
    void i6_sees_cuts_that_do_not_add_up() {
        String complete = complete();

        broken("I6", "DELETE FROM cut WHERE formation_id = $1 AND position = 1", complete)
                .contains("there are 1 cuts up to position 2 of 1 helpers, which sum to 250");
        broken("I6", "UPDATE formation SET cut_fen = 499 WHERE id = $1", complete)
                .contains("499 of 990 fen to a floor of 490");
        broken("I6", "UPDATE formation SET rules = rules || '{\"floorFen\": 491}' WHERE id = $1", complete)
                .contains("to a floor of 491");
        broken("I6", "UPDATE formation SET goal = 3 WHERE id = $1", complete).contains("with 2 of 3 cuts");
    }

    @Test
    void i6_sees_one_helper_twice_and_an_owner_who_helped() {
        String complete = complete();

        broken(
                        "I6",
                        "DROP INDEX one_cut_per_helper",
                        "UPDATE cut SET shopper_id = 'bob' WHERE formation_id = $1 AND position = 2",
                        complete)
                .contains("of 1 helpers");
        broken("I6", "UPDATE cut SET shopper_id = 'ann' WHERE formation_id = $1 AND position = 2", complete)
                .contains("of 2 helpers");
    }

    @Test
    void i6_sees_a_cut_out_of_bounds() {
        broken("I6", "UPDATE formation SET rules = rules || '{\"maxCutFen\": 249}' WHERE id = $1", complete())
                .contains("is 250 fen, and may be 1 to 249");
    }

    @Test
    void i6_sees_cuts_that_the_seed_does_not_draw() {
        CutRules rules = new CutRules(
                Money.ofFen(490),
                1,
                500,
                Curve.EVEN,
                100,
                0,
                1,
                Cuts.draw(1, 500, 2, 1, 500, Curve.EVEN),
                false,
                false,
                600,
                List.of());
        String formation = hall.rows.ofCuts(campaign, "ann", 2, rules, LATER);
        hall.rows.cut(formation, "bob", rules.parts().get(0));
        assertThat(RowChecks.drawnOtherwise(hall.database.pool(), campaign)).isEmpty();

        hall.rows.cut(formation, "cat", rules.parts().get(1) - 1);

        assertThat(RowChecks.drawnOtherwise(hall.database.pool(), campaign))
                .singleElement()
                .asString()
                .startsWith("formation " + formation + ": its helpers cut");
    }

    @Test
    void i6_sees_a_claim_that_nobody_paid_or_that_is_no_order() {
        String claimed = complete();
        hall.pay(hall.rows.claim(claimed, LATER));
        sound();

        broken("I6", "UPDATE formation SET claim_order_id = 'none' WHERE id = $1", claimed)
                .contains("is claimed with the claim none, which is missing");
    }

    @Test
    void i6_sees_a_price_that_the_cuts_do_not_leave() {
        String formation = complete();
        String claim = hall.rows.claim(formation, LATER);
        sound();

        broken("I6", "UPDATE orders SET amount_fen = 500, unit_price_fen = 500 WHERE id = $1", claim)
                .contains("at 500 fen, and its price is 490");
        broken("I6", "UPDATE formation SET claim_order_id = NULL WHERE id = $1", formation)
                .contains("is formed with the claim none, which is missing; it has 1 live orders");
    }

    @Test
    void i2_and_i6_see_a_unit_that_is_held_by_nobody() {
        String formation = complete();

        assertThat(brokenBy("UPDATE formation SET hold_id = id WHERE id = $1", formation))
                .anySatisfy(finding -> assertThat(finding).startsWith("I2: offer tee has held 0"))
                .anySatisfy(finding -> assertThat(finding).contains("I6: ", "and holds " + formation + " itself"));
    }

    @Test
    void i6_sees_a_reward_that_is_missing_or_that_nobody_earned() {
        String complete = complete();

        broken("I6", "DELETE FROM reward WHERE formation_id = $1 AND role = 'helper'", complete)
                .contains("formation " + complete
                        + " at 1 cuts: the helper bob was to get coupon 5, and nobody got nothing");
        broken("I6", "UPDATE reward SET shopper_id = 'zoe' WHERE formation_id = $1 AND role = 'owner'", complete)
                .contains("was to get coupon 10, and zoe got coupon 10");
        broken("I6", "INSERT INTO reward VALUES ($1, 2, 'owner', 'ann', 'coupon', '1', now())", complete)
                .contains("was to get nothing");
    }

    private String forming() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        hall.pay(hall.rows.seat(formation, "bob"));
        sound();
        return formation;
    }

    private String formed() {
        String formation = hall.rows.ofSeats(campaign, "ann", 2, seats(0, 0, rung(2, 900)), LATER);
        hall.pay(hall.orderOf(formation, "ann"));
        hall.pay(hall.rows.seat(formation, "bob"));
        sound();
        return formation;
    }

    /** Ann's, helped by Bob and Cat, who were granted a coupon for the first cut. */
    private String complete() {
        RewardStep step =
                new RewardStep(1, new Reward("coupon", IntNode.valueOf(10)), new Reward("coupon", IntNode.valueOf(5)));
        CutRules rules = new CutRules(
                Money.ofFen(490), 1, 500, Curve.EVEN, 100, 0, 1, List.of(250L, 250L), false, false, 600, List.of(step));
        String formation = hall.rows.ofCuts(campaign, "ann", 2, rules, LATER);
        hall.rows.cut(formation, "bob", 250);
        hall.database.query("""
                INSERT INTO reward VALUES ($1::text, 1, 'owner', 'ann', 'coupon', '10', now()),
                  ($1::text, 1, 'helper', 'bob', 'coupon', '5', now())
                """, formation);
        hall.rows.cut(formation, "cat", 250);
        hall.rows.complete(formation, false, 600);
        sound();
        return formation;
    }

    private void sound() {
        hall.check();
    }

    /** What is found, all of it against that invariant; the last word is the id that the statements are about. */
    private AbstractStringAssert<?> broken(String invariant, String... statements) {
        String id = statements[statements.length - 1];
        List<String> findings = brokenBy(id, List.of(statements).subList(0, statements.length - 1));
        assertThat(findings).isNotEmpty().allMatch(finding -> finding.startsWith(invariant + ": "));
        return assertThat(String.join("; ", findings));
    }

    private List<String> brokenBy(String statement, String id) {
        return brokenBy(id, List.of(statement));
    }

    private List<String> brokenBy(String id, List<String> statements) {
        SqlConnection connection = get(hall.database.pool().getConnection());
        try {
            get(connection.query("BEGIN").execute());
            for (String statement : statements) {
                get(connection
                        .preparedQuery(statement)
                        .execute(statement.contains("$1") ? Tuple.of(id) : Tuple.tuple()));
            }
            return RowChecks.broken(connection, hall.orderRows.campaigns());
        } finally {
            get(connection.query("ROLLBACK").execute());
            get(connection.close());
        }
    }
}
