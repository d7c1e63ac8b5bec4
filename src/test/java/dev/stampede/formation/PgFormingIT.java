package dev.stampede.formation;

import static dev.stampede.formation.Hall.EARLIER;
import static dev.stampede.formation.Hall.LATER;
import static dev.stampede.formation.Hall.rung;
import static dev.stampede.formation.Hall.seats;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.money.Money;
import dev.stampede.order.NoticeVerdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is completed by seats: it forms with the last payment, or at its deadline with who has paid, or it lapses. */
class PgFormingIT {
    private final Hall hall = new Hall();
    private final String campaign = hall.rows.campaign(20);

    @AfterEach
    void the_rows_agree() {
        hall.check();
    }

    @Test
    void the_last_payment_forms_it_and_settles_every_order_at_once() {
        String formation = hall.rows.ofSeats(campaign, "ann", 2, seats(0, 0), LATER);
        String ann = hall.orderOf(formation, "ann");
        String bob = hall.rows.seat(formation, "bob");

        assertThat(hall.pay(ann)).isEqualTo(NoticeVerdict.APPLIED);
        assertThat(hall.order(ann)).isEqualTo("paid");
        assertThat(hall.read(formation).paid()).isOne();
        assertThat(hall.pay(bob)).isEqualTo(NoticeVerdict.APPLIED);

        assertThat(hall.state(formation)).isEqualTo(FormationState.FORMED);
        assertThat(hall.order(ann)).isEqualTo("settled");
        assertThat(hall.order(bob)).isEqualTo("settled");
        assertThat(hall.path(formation)).containsExactly("forming accepted", "formed full");
        assertThat(hall.events(formation)).containsExactly("formation.advanced", "formation.formed");
        assertThat(hall.releases(formation)).containsExactly(formation + " formed");
        assertThat(hall.refunds(ann)).isEmpty();
        assertThat(hall.read(formation).slot()).isNull();
    }

    @Test
    void everybody_gets_back_what_was_paid_above_the_rung_that_was_reached_but_not_who_paid_less() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0, rung(2, 900), rung(3, 700)), LATER);
        hall.database.query(
                "UPDATE orders SET unit_price_fen = 600, amount_fen = 600 WHERE formation_id = $1::text", formation);
        String bob = hall.rows.seat(formation, "bob");
        String cat = hall.rows.seat(formation, "cat");

        hall.pay(hall.orderOf(formation, "ann"));
        hall.pay(bob);
        hall.pay(cat);

        assertThat(hall.read(formation).price()).isEqualTo(Money.ofFen(700));
        assertThat(hall.refunds(bob)).containsExactly("ladder 290");
        assertThat(hall.refunds(cat)).containsExactly("ladder 290");
        assertThat(hall.refunds(hall.orderOf(formation, "ann"))).isEmpty();
    }

    @Test
    void who_is_refunded_after_it_has_formed_leaves_the_others_and_their_price_alone() {
        String formation = hall.rows.ofSeats(campaign, "ann", 2, seats(0, 0, rung(2, 700)), LATER);
        String bob = hall.rows.seat(formation, "bob");
        hall.pay(hall.orderOf(formation, "ann"));
        hall.pay(bob);

        get(hall.changes.refund("bob", bob, Hall.key(), ""));

        assertThat(hall.order(bob)).isEqualTo("refunding");
        assertThat(hall.refunds(bob)).containsExactly("ladder 290", "requested 700");
        assertThat(hall.state(formation)).isEqualTo(FormationState.FORMED);
        assertThat(hall.order(hall.orderOf(formation, "ann"))).isEqualTo("settled");
        assertThat(hall.releases(formation)).containsExactly(formation + " formed", bob + " refunded");
    }

    @Test
    void what_is_not_complete_at_its_deadline_lapses_and_each_paid_order_is_a_refund_of_its_own() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        String ann = hall.orderOf(formation, "ann");
        String bob = hall.rows.seat(formation, "bob");
        String cat = hall.rows.seat(formation, "cat");
        hall.pay(ann);
        hall.pay(bob);
        hall.overdue(formation);

        hall.settle();

        assertThat(hall.state(formation)).isEqualTo(FormationState.LAPSED);
        assertThat(hall.order(ann)).isEqualTo("refunding");
        assertThat(hall.order(cat)).isEqualTo("expired");
        assertThat(hall.refunds(ann)).containsExactly("lapse 990");
        assertThat(hall.refunds(bob)).containsExactly("lapse 990");
        assertThat(hall.refunds(cat)).isEmpty();
        assertThat(hall.releases(formation))
                .containsExactlyInAnyOrder(
                        ann + " refunded", bob + " refunded", cat + " expired", formation + " lapsed");
        assertThat(hall.events(formation)).endsWith("formation.lapsed");
        assertThat(hall.path(formation)).containsExactly("forming accepted", "lapsed deadline");
        assertThat(hall.read(formation).members()).isEmpty();
    }

    @Test
    void nobody_pays_for_a_seat_in_what_has_lapsed() {
        String formation = hall.rows.ofSeats(campaign, "ann", 2, seats(0, 0), EARLIER);
        String ann = hall.orderOf(formation, "ann");
        hall.settle();

        assertThat(hall.pay(ann)).isEqualTo(NoticeVerdict.UNAPPLIED);
        assertThat(hall.pay(ann)).isEqualTo(NoticeVerdict.REPEATED);
        hall.resolve(ann);

        assertThat(hall.order(ann)).isEqualTo("refunding");
        assertThat(hall.refunds(ann)).containsExactly("late 990");
    }

    @Test
    void at_its_deadline_it_forms_with_who_has_paid_where_the_rules_say_so() {
        String formation = hall.rows.ofSeats(campaign, "ann", 4, seats(0, 2, rung(2, 900), rung(4, 500)), LATER);
        String ann = hall.orderOf(formation, "ann");
        String bob = hall.rows.seat(formation, "bob");
        String cat = hall.rows.seat(formation, "cat");
        hall.pay(bob);
        hall.pay(cat);
        hall.overdue(formation);

        hall.settle();

        Formation formed = hall.read(formation);
        assertThat(formed.state()).isEqualTo(FormationState.FORMED);
        assertThat(formed.price()).isEqualTo(Money.ofFen(900));
        assertThat(formed.ownerId())
                .as("who leads, since the opener did not pay")
                .isEqualTo("bob");
        assertThat(hall.order(ann)).isEqualTo("cancelled");
        assertThat(hall.order(bob)).isEqualTo("settled");
        assertThat(hall.refunds(bob)).containsExactly("ladder 90");
        assertThat(hall.path(formation)).containsExactly("forming accepted", "formed settled_at_size");
        assertThat(hall.pay(ann)).isEqualTo(NoticeVerdict.UNAPPLIED);
        hall.resolve(ann);
        assertThat(hall.refunds(ann)).containsExactly("late 990");
    }

    @Test
    void at_its_deadline_too_few_payments_or_newcomers_are_a_lapse() {
        String few = hall.rows.ofSeats(campaign, "ann", 4, seats(0, 2), LATER);
        hall.pay(hall.orderOf(few, "ann"));
        hall.overdue(few);
        String old = hall.rows.ofSeats(campaign, "dan", 4, seats(1, 2), LATER);
        hall.pay(hall.orderOf(old, "dan"));
        hall.pay(hall.rows.seat(old, "eve"));
        hall.rows.seat(old, "fay", true, 990, LATER);
        hall.overdue(old);
        String fresh = hall.rows.ofSeats(campaign, "gus", 4, seats(1, 2), LATER);
        hall.pay(hall.orderOf(fresh, "gus"));
        hall.pay(hall.rows.seat(fresh, "hal", true, 990, LATER));
        hall.overdue(fresh);

        hall.settle();

        assertThat(hall.state(few)).isEqualTo(FormationState.LAPSED);
        assertThat(hall.state(old)).isEqualTo(FormationState.LAPSED);
        assertThat(hall.state(fresh)).isEqualTo(FormationState.FORMED);
    }

    @Test
    void a_refund_that_fails_holds_up_nobody() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        String ann = hall.orderOf(formation, "ann");
        String bob = hall.rows.seat(formation, "bob");
        hall.pay(ann);
        hall.pay(bob);
        hall.overdue(formation);
        hall.settle();
        hall.database.query(
                "UPDATE refund SET next_attempt_at = now() + interval '1 hour' WHERE order_id = $1::text", ann);

        while (hall.order(bob).equals("refunding")) {
            get(hall.refunds.step());
        }

        assertThat(hall.order(bob)).isEqualTo("refunded");
        assertThat(hall.order(ann)).isEqualTo("refunding");
    }

    @Test
    void a_cancelled_campaign_dissolves_all_and_gives_back_what_was_not_handed_out() {
        String forming = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        String paid = hall.rows.seat(forming, "bob");
        hall.pay(paid);
        String formed = hall.rows.ofSeats(campaign, "cat", 2, seats(0, 0), LATER);
        hall.pay(hall.orderOf(formed, "cat"));
        String given = hall.rows.seat(formed, "dan");
        hall.pay(given);
        get(hall.changes.fulfilBy("olga", given, ""));
        hall.database.query("UPDATE campaign SET state = 'cancelled' WHERE id = $1::text", campaign);

        while (get(hall.cancelled.step()) + get(hall.cancelledOrders.step()) > 0) {}

        assertThat(hall.state(forming)).isEqualTo(FormationState.DISSOLVED);
        assertThat(hall.state(formed)).isEqualTo(FormationState.DISSOLVED);
        assertThat(hall.order(hall.orderOf(forming, "ann"))).isEqualTo("cancelled");
        assertThat(hall.refunds(paid)).containsExactly("campaign 990");
        assertThat(hall.refunds(hall.orderOf(formed, "cat"))).containsExactly("campaign 990");
        assertThat(hall.order(given)).isEqualTo("fulfilled");
        assertThat(hall.releases(formed)).contains(formed + " formed").doesNotContain(formed + " dissolved");
        assertThat(hall.database.count("SELECT count(*) FROM cleared_campaign WHERE campaign_id = $1::text", campaign))
                .isOne();
    }
}
