package dev.stampede.formation;

import static dev.stampede.formation.Hall.LATER;
import static dev.stampede.formation.Hall.seats;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.formation.GiveAnswer.Verdict;
import dev.stampede.order.OrderAnswer;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who leaves what is forming: seats come free, somebody else leads, the last one dissolves it. */
class PgDeparturesIT {
    private final Hall hall = new Hall();
    private final String campaign = hall.rows.campaign(20);
    private final String formation = hall.rows.ofSeats(campaign, "ann", 4, seats(0, 0), LATER);
    private final String ann = hall.orderOf(formation, "ann");

    @AfterEach
    void the_rows_agree() {
        hall.check();
    }

    @Test
    void an_unpaid_seat_that_is_left_is_free_again() {
        String bob = hall.rows.seat(formation, "bob", true, 990, LATER);

        GiveAnswer answer = hall.leave(campaign, formation, "bob");

        assertThat(answer.verdict()).isEqualTo(Verdict.LEFT);
        assertThat(answer.formation().orElseThrow().seats()).isOne();
        assertThat(answer.formation().orElseThrow().newcomers()).isZero();
        assertThat(hall.order(bob)).isEqualTo("cancelled");
        assertThat(hall.releases(formation)).containsExactly(bob + " cancelled");
    }

    @Test
    void a_paid_seat_that_is_left_is_refunded_and_may_be_taken_again() {
        String bob = hall.rows.seat(formation, "bob");
        hall.pay(bob);

        assertThat(hall.leave(campaign, formation, "bob").verdict()).isEqualTo(Verdict.LEFT);
        hall.rows.seat(formation, "bob");

        assertThat(hall.refunds(bob)).containsExactly("requested 990");
        assertThat(hall.read(formation).paid()).isZero();
        assertThat(hall.read(formation).seats()).isEqualTo(2);
    }

    @Test
    void when_the_owner_leaves_the_oldest_paid_member_leads() {
        hall.rows.seat(formation, "bob");
        hall.pay(hall.rows.seat(formation, "cat"));
        hall.pay(hall.rows.seat(formation, "dan"));

        hall.leave(campaign, formation, "ann");

        assertThat(hall.read(formation).ownerId()).isEqualTo("cat");
        assertThat(hall.read(formation).openerId()).isEqualTo("ann");
        assertThat(hall.read(formation).slot()).as("what the opener has of it").isNull();
        assertThat(hall.state(formation)).isEqualTo(FormationState.FORMING);
    }

    @Test
    void without_a_paid_member_the_oldest_leads() {
        hall.rows.seat(formation, "bob");
        hall.rows.seat(formation, "cat");

        get(hall.changes.cancel("ann", ann, Hall.key()));

        assertThat(hall.read(formation).ownerId()).isEqualTo("bob");
    }

    @Test
    void when_the_last_one_leaves_it_is_dissolved() {
        hall.expire(ann);

        assertThat(hall.state(formation)).isEqualTo(FormationState.DISSOLVED);
        assertThat(hall.path(formation)).containsExactly("forming accepted", "dissolved nobody_left");
        assertThat(hall.releases(formation)).containsExactly(ann + " expired", formation + " dissolved");
        assertThat(hall.leave(campaign, formation, "ann").verdict()).isEqualTo(Verdict.CLOSED);
    }

    @Test
    void unpaid_seats_of_one_formation_expire_together_and_paid_ones_stay() {
        String bob = hall.rows.seat(formation, "bob");
        String cat = hall.rows.seat(formation, "cat");
        hall.pay(cat);
        hall.database.query(
                "UPDATE orders SET pay_by = now() - interval '1 second' WHERE formation_id = $1::text", formation);

        hall.expire(bob);

        assertThat(hall.order(ann)).isEqualTo("expired");
        assertThat(hall.order(bob)).isEqualTo("expired");
        assertThat(hall.order(cat)).isEqualTo("paid");
        assertThat(hall.read(formation).ownerId()).isEqualTo("cat");
        assertThat(hall.read(formation).seats()).isOne();
    }

    @Test
    void a_payment_for_an_expired_seat_goes_back_though_there_is_stock() {
        hall.rows.seat(formation, "bob");
        hall.expire(ann);

        hall.pay(ann);
        hall.resolve(ann);

        assertThat(hall.order(ann)).isEqualTo("refunding");
        assertThat(hall.refunds(ann)).containsExactly("late 990");
    }

    @Test
    void a_refund_of_a_paid_seat_frees_it_whoever_asks() {
        String bob = hall.rows.seat(formation, "bob");
        hall.pay(bob);

        assertThat(get(hall.changes.refundBy("finn", bob, "asked by phone")).verdict())
                .isEqualTo(OrderAnswer.Verdict.DONE);

        assertThat(hall.read(formation).seats()).isOne();
        assertThat(hall.read(formation).paid()).isZero();
        assertThat(hall.releases(formation)).containsExactly(bob + " refunded");
    }

    @Test
    void the_same_key_again_is_told_the_formation_as_it_is() {
        hall.rows.seat(formation, "bob");
        String key = Hall.key();

        assertThat(get(hall.leaving(campaign, formation, "bob", key)).verdict()).isEqualTo(Verdict.LEFT);
        hall.rows.seat(formation, "bob");
        GiveAnswer again = get(hall.leaving(campaign, formation, "bob", key));

        assertThat(again.verdict()).isEqualTo(Verdict.REPLAYED);
        assertThat(again.formation().orElseThrow().seats()).isEqualTo(2);
    }

    @Test
    void a_key_that_was_used_for_something_else_is_a_mismatch() {
        String other = hall.rows.ofSeats(campaign, "bob", 2, seats(0, 0), LATER);
        hall.rows.seat(formation, "bob");
        String key = Hall.key();
        get(hall.leaving(campaign, formation, "bob", key));

        assertThat(get(hall.leaving(campaign, other, "bob", key)).verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(get(hall.leaving(campaign, formation, "ann", "key-" + ann)).verdict())
                .as("the key of a take")
                .isEqualTo(Verdict.MISMATCH);
        assertThat(hall.order(ann)).isEqualTo("held");
    }

    @Test
    void of_two_wishes_under_one_key_at_once_one_is_done() {
        String other = hall.rows.ofSeats(campaign, "bob", 2, seats(0, 0), LATER);
        String bob = hall.rows.seat(formation, "bob");
        String key = Hall.key();

        Future<GiveAnswer> one = hall.leaving(campaign, formation, "bob", key);
        Future<GiveAnswer> two = hall.leaving(campaign, other, "bob", key);

        assertThat(List.of(get(one).verdict(), get(two).verdict()))
                .containsExactlyInAnyOrder(Verdict.LEFT, Verdict.MISMATCH);
        assertThat(List.of(hall.order(bob), hall.order(hall.orderOf(other, "bob"))))
                .containsExactlyInAnyOrder("held", "cancelled");
    }

    @Test
    void who_can_not_leave_is_told_why() {
        String elsewhere = hall.rows.campaign(1);

        assertThat(hall.leave(campaign, "0000000000000", "ann").verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(hall.leave(elsewhere, formation, "ann").verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(hall.leave(campaign, formation, "zoe").verdict()).isEqualTo(Verdict.NOT_A_MEMBER);

        hall.pay(ann);
        hall.database.query("UPDATE campaign SET refundable = false WHERE id = $1::text", campaign);
        assertThat(hall.leave(campaign, formation, "ann").verdict()).isEqualTo(Verdict.WRONG_STATE);
        assertThat(hall.order(ann)).isEqualTo("paid");
    }
}
