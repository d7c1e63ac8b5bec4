package dev.stampede.formation;

import static dev.stampede.formation.Hall.LATER;
import static dev.stampede.formation.Hall.cuts;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.kind.CutRules;
import dev.stampede.money.Money;
import dev.stampede.order.NoticeVerdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is completed by cuts: a claim that is paid ends it, one that is not gives it back with its price. */
class PgClaimsIT {
    private final Hall hall = new Hall();
    private final String campaign = hall.rows.campaign(5);

    @AfterEach
    void the_rows_agree() {
        hall.check();
    }

    @Test
    void a_paid_claim_ends_it() {
        String formation = complete(cuts(false, false, 600));
        String claim = hall.rows.claim(formation, LATER);

        assertThat(hall.pay(claim)).isEqualTo(NoticeVerdict.APPLIED);

        assertThat(hall.state(formation)).isEqualTo(FormationState.CLAIMED);
        assertThat(hall.order(claim)).isEqualTo("settled");
        assertThat(hall.path(formation)).endsWith("claimed claim_paid");
        assertThat(hall.releases(formation)).containsExactly(formation + " claimed");
        assertThat(units("held")).isZero();
        assertThat(units("sold")).isOne();
        assertThat(hall.database.count(
                        "SELECT count(*) FROM payment WHERE order_id = $1::text AND amount_fen = 490", claim))
                .isOne();
    }

    @Test
    void a_claim_that_is_not_paid_gives_the_formation_back_with_its_price_and_its_clock_anew_once() {
        String formation = complete(cuts(false, false, 600));
        Instant first = hall.read(formation).deadlineAt();
        hall.overdue(formation);
        String lost = hall.rows.claim(formation, LATER);
        hall.settle();
        assertThat(hall.state(formation)).as("a claim stops the clock").isEqualTo(FormationState.FORMED);

        hall.expire(lost);

        Formation again = hall.read(formation);
        assertThat(again.state()).isEqualTo(FormationState.FORMED);
        assertThat(again.claimOrderId()).isNull();
        assertThat(again.priceNow()).isEqualTo(Money.ofFen(490));
        assertThat(again.deadlineAt()).isAfterOrEqualTo(first);
        assertThat(hall.releases(formation)).containsExactly(lost + " expired");

        hall.overdue(formation);
        String second = hall.rows.claim(formation, LATER);
        get(hall.changes.cancel("ann", second, Hall.key()));
        hall.settle();
        assertThat(hall.state(formation)).as("the second time it stays past").isEqualTo(FormationState.LAPSED);
        assertThat(hall.releases(formation)).endsWith(formation + " lapsed");
        assertThat(units("held")).isZero();
    }

    @Test
    void a_unit_that_it_holds_itself_stays_its_own_through_an_unpaid_claim_and_goes_back_when_it_lapses() {
        String formation = complete(cuts(true, false, 600));
        assertThat(units("held")).isOne();
        String lost = hall.rows.claim(formation, LATER);
        assertThat(units("held")).isOne();

        hall.expire(lost);
        assertThat(hall.read(formation).holdId()).isEqualTo(formation);
        assertThat(units("held")).isOne();

        hall.overdue(formation);
        hall.settle();
        assertThat(hall.read(formation).holdId()).isNull();
        assertThat(units("held")).isZero();
        assertThat(hall.releases(formation)).containsExactly(lost + " expired", formation + " lapsed");
    }

    @Test
    void a_claim_of_a_unit_that_it_held_sells_that_unit() {
        String formation = complete(cuts(true, false, 600));
        String claim = hall.rows.claim(formation, LATER);

        hall.pay(claim);

        assertThat(units("held")).isZero();
        assertThat(units("sold")).isOne();
        assertThat(hall.state(formation)).isEqualTo(FormationState.CLAIMED);
    }

    @Test
    void an_early_claim_that_is_not_paid_lets_it_go_on() {
        String formation = hall.rows.ofCuts(campaign, "ann", 2, cuts(true, true, 600), LATER);
        hall.rows.cut(formation, "bob", 250);
        Instant deadline = hall.read(formation).deadlineAt();
        String early = hall.rows.claim(formation, LATER);

        hall.expire(early);

        assertThat(hall.state(formation)).isEqualTo(FormationState.FORMING);
        assertThat(hall.read(formation).deadlineAt()).isEqualTo(deadline);
        assertThat(hall.read(formation).holdId()).isNull();
        assertThat(units("held")).isZero();
        assertThat(hall.database.count("SELECT amount_fen FROM orders WHERE id = $1::text", early))
                .isEqualTo(740);
        String paid = hall.rows.claim(formation, LATER);
        hall.pay(paid);
        assertThat(hall.path(formation)).containsExactly("forming accepted", "claimed claim_paid");
    }

    @Test
    void what_is_not_complete_at_its_deadline_lapses() {
        String formation = hall.rows.ofCuts(campaign, "ann", 2, cuts(false, false, 600), Duration.ofSeconds(-1));
        hall.rows.cut(formation, "bob", 250);

        hall.settle();

        assertThat(hall.state(formation)).isEqualTo(FormationState.LAPSED);
        assertThat(hall.releases(formation)).containsExactly(formation + " lapsed");
        assertThat(hall.events(formation)).containsExactly("formation.lapsed");
    }

    @Test
    void a_payment_for_a_lost_claim_goes_back() {
        String formation = complete(cuts(false, false, 600));
        String lost = hall.rows.claim(formation, LATER);
        hall.expire(lost);

        hall.pay(lost);
        hall.resolve(lost);

        assertThat(hall.refunds(lost)).containsExactly("late 490");
        assertThat(hall.state(formation)).isEqualTo(FormationState.FORMED);
    }

    @Test
    void what_was_bought_may_be_refunded_and_stays_claimed() {
        String formation = complete(cuts(false, false, 600));
        String claim = hall.rows.claim(formation, LATER);
        hall.pay(claim);

        get(hall.changes.refund("ann", claim, Hall.key(), ""));

        assertThat(hall.order(claim)).isEqualTo("refunding");
        assertThat(hall.state(formation)).isEqualTo(FormationState.CLAIMED);
    }

    @Test
    void a_cancelled_campaign_dissolves_it_with_its_claim_and_its_unit() {
        String claimed = complete(cuts(true, false, 600));
        String claim = hall.rows.claim(claimed, LATER);
        String waiting = complete(cuts(true, false, 600));
        hall.database.query("UPDATE campaign SET state = 'cancelled' WHERE id = $1::text", campaign);

        while (get(hall.cancelled.step()) > 0) {}

        assertThat(hall.order(claim)).isEqualTo("cancelled");
        assertThat(hall.state(claimed)).isEqualTo(FormationState.DISSOLVED);
        assertThat(hall.state(waiting)).isEqualTo(FormationState.DISSOLVED);
        assertThat(units("held")).isZero();
    }

    private String complete(CutRules rules) {
        String formation = hall.rows.ofCuts(campaign, "ann", 2, rules, LATER);
        hall.rows.cut(formation, "bob", 250);
        hall.rows.cut(formation, "cat", 250);
        hall.rows.complete(formation, rules.holdsUnit(), rules.claimWithinSeconds());
        return formation;
    }

    private long units(String column) {
        return hall.database.count("SELECT " + column + " FROM offer WHERE campaign_id = $1::text", campaign);
    }
}
