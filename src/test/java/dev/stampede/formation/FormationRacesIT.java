package dev.stampede.formation;

import static dev.stampede.formation.Hall.LATER;
import static dev.stampede.formation.Hall.cuts;
import static dev.stampede.formation.Hall.seats;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.formation.GiveAnswer.Verdict;
import dev.stampede.order.NoticeVerdict;
import dev.stampede.order.PaymentNotice;
import io.vertx.core.Future;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** Two things happen to one formation at once; one of them is first, and the rows say so. */
class FormationRacesIT {
    private static final int ROUNDS = 20;
    private static final Random RANDOM = new Random(4);

    private final Hall hall = new Hall();
    private final String campaign = hall.rows.campaign(20);

    @AfterEach
    void the_rows_agree() {
        hall.check();
    }

    @RepeatedTest(ROUNDS)
    void two_last_payments_at_once_form_it_once() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        hall.pay(hall.orderOf(formation, "ann"));
        String bob = hall.rows.seat(formation, "bob");
        String cat = hall.rows.seat(formation, "cat");

        Future<NoticeVerdict> one = paying(bob);
        Future<NoticeVerdict> two = paying(cat);

        assertThat(List.of(get(one), get(two))).containsOnly(NoticeVerdict.APPLIED);
        assertThat(hall.path(formation)).containsExactly("forming accepted", "formed full");
        assertThat(hall.order(bob)).isEqualTo("settled");
        assertThat(hall.order(cat)).isEqualTo("settled");
    }

    @RepeatedTest(ROUNDS)
    void the_last_payment_and_the_deadline_form_it_or_let_it_lapse_and_never_both() {
        String formation = hall.rows.ofSeats(campaign, "ann", 2, seats(0, 0), LATER);
        String ann = hall.orderOf(formation, "ann");
        hall.pay(ann);
        String bob = hall.rows.seat(formation, "bob");
        hall.overdue(formation);

        Future<NoticeVerdict> paid = paying(bob);
        Future<Integer> ended = soon(hall.deadlines::step);
        NoticeVerdict verdict = get(paid);
        get(ended);
        hall.settle();

        if (verdict == NoticeVerdict.APPLIED) {
            assertThat(hall.path(formation)).containsExactly("forming accepted", "formed full");
            assertThat(hall.order(ann)).isEqualTo("settled");
            assertThat(hall.refunds(bob)).isEmpty();
        } else {
            assertThat(hall.path(formation)).containsExactly("forming accepted", "lapsed deadline");
            hall.resolve(bob);
            assertThat(hall.refunds(ann)).containsExactly("lapse 990");
            assertThat(hall.refunds(bob)).containsExactly("late 990");
        }
    }

    @RepeatedTest(ROUNDS)
    void a_payment_and_a_lapse_bring_the_money_back_once() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        String ann = hall.orderOf(formation, "ann");
        hall.overdue(formation);

        Future<NoticeVerdict> paid = paying(ann);
        Future<Integer> ended = soon(hall.deadlines::step);
        NoticeVerdict verdict = get(paid);
        get(ended);
        hall.settle();
        hall.resolve(ann);

        assertThat(hall.state(formation)).isEqualTo(FormationState.LAPSED);
        assertThat(hall.order(ann)).isEqualTo("refunding");
        assertThat(hall.refunds(ann)).containsExactly(verdict == NoticeVerdict.APPLIED ? "lapse 990" : "late 990");
    }

    @RepeatedTest(ROUNDS)
    void a_member_who_leaves_while_paying_gets_the_money_back_once() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        String bob = hall.rows.seat(formation, "bob");

        Future<NoticeVerdict> paid = paying(bob);
        Future<GiveAnswer> left = soon(() -> hall.leaving(campaign, formation, "bob", Hall.key()));
        NoticeVerdict verdict = get(paid);

        assertThat(get(left).verdict()).isEqualTo(Verdict.LEFT);
        hall.resolve(bob);
        assertThat(hall.order(bob)).isEqualTo("refunding");
        assertThat(hall.refunds(bob)).containsExactly(verdict == NoticeVerdict.APPLIED ? "requested 990" : "late 990");
        assertThat(hall.read(formation).seats()).isOne();
        assertThat(hall.read(formation).paid()).isZero();
    }

    @RepeatedTest(ROUNDS)
    void a_leader_who_leaves_while_the_last_seat_is_paid_leaves_a_team_that_is_sound() {
        String formation = hall.rows.ofSeats(campaign, "ann", 2, seats(0, 0), LATER);
        String ann = hall.orderOf(formation, "ann");
        hall.pay(ann);
        String bob = hall.rows.seat(formation, "bob");

        Future<NoticeVerdict> paid = paying(bob);
        Future<GiveAnswer> left = soon(() -> hall.leaving(campaign, formation, "ann", Hall.key()));

        assertThat(get(paid)).isEqualTo(NoticeVerdict.APPLIED);
        if (get(left).verdict() == Verdict.LEFT) {
            assertThat(hall.state(formation)).isEqualTo(FormationState.FORMING);
            assertThat(hall.read(formation).ownerId()).isEqualTo("bob");
            assertThat(hall.refunds(ann)).containsExactly("requested 990");
        } else {
            assertThat(get(left).verdict()).isEqualTo(Verdict.CLOSED);
            assertThat(hall.state(formation)).isEqualTo(FormationState.FORMED);
            assertThat(hall.read(formation).ownerId()).isEqualTo("ann");
        }
    }

    @RepeatedTest(ROUNDS)
    void a_claim_that_expires_while_it_is_paid_is_one_or_the_other() {
        String formation = hall.rows.ofCuts(campaign, "ann", 2, cuts(true, false, 600), LATER);
        hall.rows.cut(formation, "bob", 250);
        hall.rows.cut(formation, "cat", 250);
        hall.rows.complete(formation, true, 600);
        String claim = hall.rows.claim(formation, Hall.EARLIER);

        Future<NoticeVerdict> paid = paying(claim);
        Future<Integer> expired = soon(hall.expiry::step);
        NoticeVerdict verdict = get(paid);
        get(expired);

        if (verdict == NoticeVerdict.APPLIED) {
            assertThat(hall.state(formation)).isEqualTo(FormationState.CLAIMED);
        } else {
            assertThat(hall.state(formation)).isEqualTo(FormationState.FORMED);
            assertThat(hall.read(formation).holdId()).isEqualTo(formation);
            hall.resolve(claim);
            assertThat(hall.refunds(claim)).containsExactly("late 490");
        }
    }

    @RepeatedTest(ROUNDS)
    void everybody_leaves_at_once_and_it_is_dissolved_once() {
        String formation = hall.rows.ofSeats(campaign, "ann", 3, seats(0, 0), LATER);
        String bob = hall.rows.seat(formation, "bob");
        hall.pay(bob);
        String cat = hall.rows.seat(formation, "cat");

        Future<GiveAnswer> ann = soon(() -> hall.leaving(campaign, formation, "ann", Hall.key()));
        Future<?> other = soon(() -> hall.changes.refund("bob", bob, Hall.key(), ""));
        Future<?> third = soon(() -> hall.changes.cancel("cat", cat, Hall.key()));
        get(Future.all(ann, other, third));

        assertThat(hall.path(formation)).containsExactly("forming accepted", "dissolved nobody_left");
        assertThat(hall.releases(formation)).contains(formation + " dissolved").hasSize(4);
    }

    private Future<NoticeVerdict> paying(String order) {
        PaymentNotice notice = hall.notice(order);
        return soon(() -> hall.checkout.take(notice));
    }

    /** In one to three milliseconds, so that now the one and now the other is first. */
    private <T> Future<T> soon(Supplier<Future<T>> call) {
        return hall.database
                .vertx()
                .timer(RANDOM.nextInt(1, 4), TimeUnit.MILLISECONDS)
                .compose(waited -> call.get());
    }
}
