package dev.stampede.formation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.formation.Formation.Granted;
import dev.stampede.formation.Ledger.Line;
import dev.stampede.formation.Ledger.RequestKey;
import dev.stampede.formation.Ledger.Scene;
import dev.stampede.json.Json;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Reward;
import dev.stampede.kind.RewardStep;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final long DEADLINE = NOON.plusSeconds(600).toEpochMilli();
    private static final Scene SCENE = new Scene("c1", "toy", false, NOON, 1, 7);
    private static final Scene CANCELLED = new Scene("c1", "toy", true, NOON, 1, 7);
    private static final SeatRules PLAIN = new SeatRules(0, 0, false, true, List.of());
    private static final Reward MUG = new Reward("mug", Json.object().textNode("blue"));
    private static final CutRules CUTS = new CutRules(
            Money.ofFen(700),
            1,
            300,
            Curve.EVEN,
            100,
            0,
            42,
            List.of(100L, 200L),
            true,
            false,
            60,
            List.of(new RewardStep(2, MUG, null)));

    @Test
    void an_order_that_opens_a_formation_takes_its_first_seat_and_pays_before_the_deadline() {
        Ledger ledger = Ledger.empty();

        var place = ledger.order(held("o1", "ann"), opening("f1"), SCENE);

        assertThat(place).isEqualTo(new Ledger.Place(null, true, Instant.ofEpochMilli(DEADLINE)));
        assertThat(account(ledger).seats).isEqualTo(1);
        assertThat(account(ledger).state).isEqualTo(FormationState.FORMING);
        assertThat(told(ledger)).containsExactly("formation.opened");
    }

    @Test
    void seats_of_one_transaction_see_one_another() {
        Ledger ledger = Ledger.empty();
        ledger.order(held("o1", "ann"), opening("f1"), SCENE);

        assertThat(ledger.order(held("o2", "bob"), seat("f1"), SCENE).voidReason())
                .isNull();
        assertThat(ledger.order(held("o3", "cleo"), seat("f1"), SCENE).voidReason())
                .isEqualTo("CLOSED");
        assertThat(account(ledger).seats).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = FormationState.class,
            names = {"FORMED", "LAPSED", "DISSOLVED"})
    void a_seat_in_a_formation_that_has_ended_is_void(FormationState ended) {
        Ledger ledger = new Ledger(List.of(seats(ended)), Set.of());

        assertThat(ledger.order(held("o1", "ann"), seat("f1"), SCENE).voidReason())
                .isEqualTo("CLOSED");
        assertThat(account(ledger).isChanged).isFalse();
    }

    @Test
    void a_seat_in_a_formation_that_is_missing_is_void() {
        assertThat(Ledger.empty().order(held("o1", "ann"), seat("f1"), SCENE).voidReason())
                .isEqualTo("CLOSED");
    }

    @Test
    void nothing_of_a_cancelled_campaign_counts_and_what_it_would_open_is_dissolved() {
        Ledger ledger = Ledger.empty();

        assertThat(ledger.order(held("o1", "ann"), opening("f1"), CANCELLED).voidReason())
                .isEqualTo("ENDED");
        assertThat(account(ledger).state).isEqualTo(FormationState.DISSOLVED);
        assertThat(account(ledger).seats).isZero();
        assertThat(ledger.lines()).contains(new Line.Released("c1", "f1", "f1"));
        assertThat(told(ledger)).isEmpty();
    }

    @Test
    void a_take_with_the_key_of_a_give_is_void() {
        Ledger ledger =
                new Ledger(List.of(seats(FormationState.FORMING)), Set.of(new RequestKey("c1", "ann", "key-o1")));

        assertThat(ledger.order(held("o1", "ann"), seat("f1"), SCENE).voidReason())
                .isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(ledger.order(held("o1", "bob"), seat("f1"), SCENE).voidReason())
                .isNull();
    }

    @Test
    void the_last_cut_forms_it_takes_the_unit_and_starts_the_claim() {
        Ledger ledger = chain();

        assertThat(ledger.cut(cut("k1", "bob", 1, 100, ""), SCENE)).isNull();
        assertThat(ledger.cut(cut("k2", "cleo", 2, 200, "ann"), SCENE)).isNull();

        Account account = account(ledger);
        assertThat(account.state).isEqualTo(FormationState.FORMED);
        assertThat(account.cutFen).isEqualTo(300);
        assertThat(account.holdId).isEqualTo("f1");
        assertThat(account.deadline).isEqualTo(NOON.plusSeconds(60));
        assertThat(told(ledger))
                .containsExactly("formation.opened", "formation.advanced", "formation.advanced", "formation.formed");
    }

    @Test
    void a_step_rewards_once_whom_it_names() {
        Ledger ledger = chain();
        ledger.cut(cut("k1", "bob", 1, 100, ""), SCENE);
        ledger.cut(cut("k2", "cleo", 2, 200, "ann"), SCENE);

        assertThat(ledger.lines().stream().filter(Line.Rewarded.class::isInstance))
                .containsExactly(
                        new Line.Rewarded("f1", new Granted(2, "owner", "ann", MUG.kind(), MUG.value()), NOON));
    }

    @Test
    void a_cut_too_many_is_void_and_released() {
        Ledger ledger = chain();
        ledger.cut(cut("k1", "bob", 1, 100, ""), SCENE);
        ledger.cut(cut("k2", "cleo", 2, 200, "ann"), SCENE);

        assertThat(ledger.cut(cut("k3", "dora", 3, 10, ""), SCENE)).isEqualTo("CLOSED");
        assertThat(account(ledger).cutFen).isEqualTo(300);
        assertThat(ledger.lines()).contains(new Line.Released("c1", "k3", "f1"));
    }

    @Test
    void a_claim_takes_over_the_unit_that_the_formation_held_and_a_second_one_is_void() {
        Ledger ledger = chain();
        ledger.cut(cut("k1", "bob", 1, 100, ""), SCENE);
        ledger.cut(cut("k2", "cleo", 2, 200, "ann"), SCENE);

        assertThat(ledger.order(held("o1", "ann"), seat("f1"), SCENE))
                .isEqualTo(new Ledger.Place(null, false, Instant.MAX));
        assertThat(account(ledger).holdId).isNull();
        assertThat(account(ledger).claimOrderId).isEqualTo("o1");
        assertThat(ledger.order(held("o2", "ann"), seat("f1"), SCENE).voidReason())
                .isEqualTo("CLOSED");
    }

    @Test
    void while_a_claim_stands_nobody_cuts() {
        Ledger ledger = chain();
        ledger.order(held("o1", "ann"), seat("f1"), SCENE);

        assertThat(ledger.cut(cut("k1", "bob", 1, 100, ""), SCENE)).isEqualTo("CLOSED");
    }

    private static Ledger chain() {
        Ledger ledger = Ledger.empty();
        Opening opening = new Opening("ann|tea", 2, Money.ofFen(1_000), CUTS, DEADLINE);
        ledger.open(new FormationOpened("f1", "ann", "key-f1", "ab", "tea", null, opening), SCENE);
        return ledger;
    }

    private static Formation seats(FormationState state) {
        return formation(PLAIN, state);
    }

    private static Formation formation(FormationRules rules, FormationState state) {
        return new Formation(
                "f1",
                "c1",
                "toy",
                "tea",
                state,
                "olga",
                "olga",
                "olga",
                5,
                Money.ofFen(1_000),
                rules,
                1,
                1,
                0,
                0,
                Money.ZERO,
                Instant.ofEpochMilli(DEADLINE),
                null,
                null,
                0,
                List.of(),
                List.of());
    }

    private static Membership opening(String formation) {
        return new Membership(formation, true, "CLOSED", new Opening("ann", 2, Money.ofFen(1_000), PLAIN, DEADLINE));
    }

    private static Membership seat(String formation) {
        return new Membership(formation, false, "CLOSED", null);
    }

    private static OrderHeld held(String id, String shopper) {
        return new OrderHeld(id, shopper, "key-" + id, "ab", "tea", 1, Money.ofFen(1_000), null);
    }

    private static CutGiven cut(String id, String helper, int position, long fen, String unitFor) {
        long deadline = unitFor.isEmpty() ? 0 : NOON.plusSeconds(60).toEpochMilli();
        return new CutGiven(
                id,
                helper,
                "key-" + id,
                "ab",
                "f1",
                "tea",
                position,
                Money.ofFen(fen),
                deadline,
                unitFor,
                false,
                0,
                "CLOSED",
                null);
    }

    private static Account account(Ledger ledger) {
        return ledger.accounts().iterator().next();
    }

    private static List<String> told(Ledger ledger) {
        return ledger.lines().stream()
                .filter(Line.Told.class::isInstance)
                .map(line -> ((Line.Told) line).type())
                .toList();
    }
}
