package dev.stampede.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stampede.campaign.CampaignState;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.money.Money;
import dev.stampede.order.PgLatePayments.Late;
import dev.stampede.settlement.Standing.Earlier;
import dev.stampede.settlement.Standing.Place;
import dev.stampede.settlement.Standing.Slot;
import dev.stampede.settlement.Verdict.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a settling transaction does with its entries; in all tests campaign A stands at 4 in generation 2, after batch b4. */
class PlanTest {
    private static final Standing NOTHING_EARLIER = standing(Map.of());

    @Test
    void the_next_entries_are_applied_in_order_whatever_order_they_come_in() {
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(entry(6), entry(5), entry(7)));

        assertThat(plan.applied()).containsExactly(entry(5), entry(6), entry(7));
        assertThat(kinds(plan))
                .containsOnly(Map.entry(5L, Kind.APPLIED), Map.entry(6L, Kind.APPLIED), Map.entry(7L, Kind.APPLIED));
        assertThat(plan.lastApplied()).containsOnly(Map.entry("A", entry(7)));
    }

    @Test
    void what_stands_behind_a_gap_is_for_later() {
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(entry(5), entry(7), entry(8)));

        assertThat(plan.applied()).containsExactly(entry(5));
        assertThat(kinds(plan)).containsEntry(7L, Kind.LATER).containsEntry(8L, Kind.LATER);
    }

    @Test
    void an_entry_of_a_campaign_that_is_busy_is_for_later() {
        Entry other = new Entry("B", 1, 1, "c1", "c0", 0, List.of(), null);

        assertThat(verdict(Plan.of(NOTHING_EARLIER, List.of(other, entry(5))), other))
                .isEqualTo(Kind.LATER);
    }

    @Test
    void campaigns_do_not_wait_for_each_other() {
        Standing two = new Standing(Map.of("A", place(2, 4, "b4"), "B", place(1, 0, "c0")), Map.of());
        Entry other = new Entry("B", 1, 1, "c1", "c0", 0, List.of(), null);
        Plan plan = Plan.of(two, List.of(other, entry(6)));

        assertThat(plan.applied()).containsExactly(other);
        assertThat(plan.place(other)).isEqualTo(place(1, 0, "c0"));
    }

    @Test
    void an_entry_that_was_settled_is_not_applied_again() {
        Plan plan = Plan.of(standing(Map.of(slot(4), new Earlier("b4", false))), List.of(entry(4), entry(5)));

        assertThat(kinds(plan)).containsEntry(4L, Kind.BEFORE).containsEntry(5L, Kind.APPLIED);
        assertThat(plan.applied()).containsExactly(entry(5));
    }

    @Test
    void an_entry_that_was_settled_stays_settled_when_its_generation_is_over() {
        Standing standing = standing(Map.of(slot(3), new Earlier("b3", false)));

        assertThat(verdict(Plan.of(standing, List.of(old(3))), old(3))).isEqualTo(Kind.BEFORE);
    }

    @Test
    void an_entry_that_was_set_aside_is_rejected() {
        Plan plan = Plan.of(standing(Map.of(slot(4), new Earlier("b4", true))), List.of(entry(4)));

        assertThat(verdict(plan, entry(4))).isEqualTo(Kind.REJECTED);
    }

    @Test
    void an_entry_of_another_generation_never_happened() {
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(old(5)));

        assertThat(verdict(plan, old(5))).isEqualTo(Kind.STALE);
        assertThat(plan.applied()).isEmpty();
        assertThat(plan.lastApplied()).isEmpty();
    }

    @Test
    void another_batch_at_a_settled_place_is_a_disagreement() {
        Standing standing = standing(Map.of(slot(4), new Earlier("x4", false)));

        assertThatExceptionOfType(Disagreement.class)
                .isThrownBy(() -> Plan.of(standing, List.of(entry(4))))
                .withMessageContaining("another batch was settled as 4")
                .satisfies(e -> assertThat(e.campaignId()).isEqualTo("A"));
    }

    @Test
    void an_entry_at_a_place_that_is_past_and_has_no_row_is_a_disagreement() {
        assertThatExceptionOfType(Disagreement.class).isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of(entry(2))));
    }

    @Test
    void an_entry_that_follows_another_batch_than_the_settled_one_is_a_disagreement() {
        Entry stranger = new Entry("A", 2, 5, "b5", "x4", 0, List.of(), null);

        assertThatExceptionOfType(Disagreement.class)
                .isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of(stranger)))
                .withMessageContaining("entry 5 follows a batch that is not settled");
    }

    @Test
    void the_chain_is_checked_within_the_run_too() {
        Entry stranger = new Entry("A", 2, 6, "b6", "x5", 0, List.of(), null);

        assertThatExceptionOfType(Disagreement.class)
                .isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of(entry(5), stranger)));
    }

    @Test
    void an_entry_that_nobody_can_read_is_unsettleable_alone() {
        Entry unreadable = new Entry("A", 2, 5, "b5", "b4", 0, List.of(), "{outcomes=?}");

        assertThatExceptionOfType(Unsettleable.class)
                .isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of(unreadable, entry(6))))
                .satisfies(e -> assertThat(e.entries()).containsExactly(unreadable));
    }

    @Test
    void a_poison_waits_until_what_stands_before_it_is_settled() {
        Entry unreadable = new Entry("A", 2, 6, "b6", "b5", 0, List.of(), "?");
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(entry(5), unreadable, entry(7)));

        assertThat(kinds(plan))
                .containsOnly(Map.entry(5L, Kind.APPLIED), Map.entry(6L, Kind.LATER), Map.entry(7L, Kind.LATER));
    }

    @Test
    void an_outcome_of_an_offer_that_does_not_exist_is_unsettleable() {
        Entry astray = new Entry("A", 2, 5, "b5", "b4", 0, List.of(held("cup")), null);

        assertThatExceptionOfType(Unsettleable.class)
                .isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of(astray)))
                .withMessageContaining("no such offer")
                .satisfies(e -> assertThat(e.entries()).containsExactly(astray));
    }

    @Test
    void units_of_an_offer_that_does_not_exist_can_not_be_taken_out_either() {
        Outcome astray = new StockWithdrawn("w1", "w:w1", "abcd", "cup", 1, "olga", "");
        Entry entry = new Entry("A", 2, 5, "b5", "b4", 0, List.of(astray), null);

        assertThatExceptionOfType(Unsettleable.class).isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of(entry)));
    }

    @Test
    void only_late_payments_of_applied_entries_may_pay_their_order() {
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(late(5, "o5"), entry(6), late(8, "o8")));

        assertThat(plan.late()).containsExactly(new Late("o5", "p-o5"));
        assertThat(Plan.of(NOTHING_EARLIER, List.of(entry(5))).late()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CampaignState.class)
    void nobody_pays_late_once_a_campaign_is_closed(CampaignState state) {
        Place place = new Place(2, 4, "b4", "some_kind", state, 900, Set.of("tea"), Instant.EPOCH);
        Plan plan = Plan.of(new Standing(Map.of("A", place), Map.of()), List.of(late(5, "o5")));

        assertThat(plan.late().isEmpty())
                .isEqualTo(Set.of(CampaignState.CANCELLED, CampaignState.SETTLED, CampaignState.ARCHIVED)
                        .contains(state));
        assertThat(plan.applied()).hasSize(1);
    }

    private static Entry late(long sequence, String order) {
        Outcome outcome = new OrderReacquired("p-" + order, order, "alice", "r:" + order, "abcd", "tea", 1);
        return new Entry("A", 2, sequence, "b" + sequence, "b" + (sequence - 1), 1_000, List.of(outcome), null);
    }

    @Test
    void a_poison_that_is_not_next_harms_nobody_yet() {
        Entry unreadable = new Entry("A", 2, 7, "b7", "b6", 0, List.of(), "?");
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(entry(5), unreadable));

        assertThat(verdict(plan, unreadable)).isEqualTo(Kind.LATER);
        assertThat(plan.applied()).containsExactly(entry(5));
    }

    @Test
    void verdicts_carry_what_the_applied_entries_became() {
        Plan plan = Plan.of(NOTHING_EARLIER, List.of(entry(5), entry(7)));
        Map<Entry, Verdict> verdicts = plan.verdicts(Map.of(entry(5), List.of()));

        assertThat(verdicts.keySet()).containsExactly(entry(5), entry(7));
        assertThat(verdicts.get(entry(7))).isEqualTo(Verdict.of(Kind.LATER));
    }

    @Test
    void a_place_that_was_not_locked_can_not_be_asked_for() {
        Entry other = new Entry("B", 1, 1, "c1", "c0", 0, List.of(), null);

        assertThatIllegalStateException()
                .isThrownBy(() -> Plan.of(NOTHING_EARLIER, List.of()).place(other));
    }

    @Test
    void a_gap_is_what_lies_between_the_settled_run_and_the_first_entry() {
        assertThat(NOTHING_EARLIER.gaps(List.of(entry(8), entry(7))))
                .containsOnly(Map.entry("A", new Standing.Span(5, 6)));
        assertThat(NOTHING_EARLIER.gaps(List.of(entry(5), entry(8)))).isEmpty();
        assertThat(NOTHING_EARLIER.gaps(List.of(entry(3)))).isEmpty();
        assertThat(NOTHING_EARLIER.gaps(List.of(old(9)))).isEmpty();
    }

    private static Entry entry(long sequence) {
        return new Entry("A", 2, sequence, "b" + sequence, "b" + (sequence - 1), 1_000, List.of(held("tea")), null);
    }

    private static Entry old(long sequence) {
        return new Entry("A", 1, sequence, "b" + sequence, "b" + (sequence - 1), 1_000, List.of(held("tea")), null);
    }

    private static Outcome held(String sku) {
        return new OrderHeld("o1", "alice", "r1", "abcd", sku, 1, Money.ofFen(990), null);
    }

    private static Slot slot(long sequence) {
        return new Slot("A", sequence);
    }

    private static Standing standing(Map<Slot, Earlier> earlier) {
        return new Standing(Map.of("A", place(2, 4, "b4")), earlier);
    }

    private static Place place(long generation, long settledThrough, String lastBatch) {
        return new Place(
                generation,
                settledThrough,
                lastBatch,
                "some_kind",
                CampaignState.LIVE,
                900,
                Set.of("tea"),
                Instant.EPOCH);
    }

    private static Map<Long, Kind> kinds(Plan plan) {
        return plan.verdicts(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(
                        it -> it.getKey().sequence(), it -> it.getValue().kind()));
    }

    private static Kind verdict(Plan plan, Entry entry) {
        return Objects.requireNonNull(plan.verdicts(Map.of()).get(entry)).kind();
    }
}
