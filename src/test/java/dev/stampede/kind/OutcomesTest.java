package dev.stampede.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stampede.json.Json;
import dev.stampede.money.Money;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTest {
    private static final OrderHeld HELD =
            new OrderHeld("o1", "alice", "key-0001", "abcd", "tea", 2, Money.ofFen(990), null);
    private static final OrderReacquired REACQUIRED =
            new OrderReacquired("p1", "o1", "alice", "r:o1", "abcd", "tea", 2);
    private static final StockWithdrawn WITHDRAWN =
            new StockWithdrawn("w1", "w:w1", "abcd", "tea", 10_000_000, "olga", "line one\nline \"two\"");

    private static final Reward MUG = new Reward("mug", Json.object().textNode("blue"));
    private static final SeatRules SEATS =
            new SeatRules(1, 2, true, false, List.of(new Rung(2, Money.ofFen(900)), new Rung(4, Money.ofFen(800))));
    private static final CutRules CUTS = new CutRules(
            Money.ofFen(700),
            1,
            200,
            Curve.FRONT,
            150,
            20,
            -42,
            List.of(180L, 100L),
            true,
            true,
            60,
            List.of(new RewardStep(1, MUG, null), new RewardStep(2, null, MUG)));
    private static final Membership OPENS =
            new Membership("f1", true, "CLOSED", new Opening("cleo", 4, Money.ofFen(900), SEATS, 1_780_000_000_000L));
    private static final Membership JOINS = new Membership("f1", false, "CLOSED", true, null);
    private static final FormationOpened OPENED = new FormationOpened(
            "f2",
            "ann",
            "key-0005",
            "ab",
            "cup",
            Json.object().put("sharedBy", "f1"),
            new Opening("ann|cup", 2, Money.ofFen(1_000), CUTS, 1_780_000_000_000L));
    private static final CutGiven CUT = new CutGiven(
            "k1",
            "bob",
            "key-0006",
            "ab",
            "f2",
            "cup",
            2,
            Money.ofFen(100),
            1_780_000_060_000L,
            "ann",
            true,
            1_779_984_000_000L,
            "CLOSED",
            null);

    private static final Opening UNDECIDED = new Opening("cleo", 4, Money.ofFen(900), SEATS, 0);
    private static final OrderHeld UNDECIDED_OPENS = new OrderHeld(
            "o3",
            "cleo",
            "key-0003",
            "ef",
            "cup",
            1,
            Money.ofFen(700),
            null,
            new Membership("f1", true, "CLOSED", UNDECIDED));
    private static final OrderHeld UNDECIDED_JOINS = new OrderHeld(
            "o4",
            "dora",
            "key-0004",
            "ef",
            "",
            1,
            Money.ZERO,
            Json.object().put("leaderId", "lily"),
            new Membership("f1", false, "CLOSED", null));
    private static final CutGiven UNDECIDED_CUT = new CutGiven(
            "k1", "bob", "key-0006", "ab", "f2", "", 0, Money.ZERO, 0, "", true, 1_779_984_000_000L, "CLOSED", null);

    static List<Outcome> outcomes() {
        return List.of(
                HELD,
                new OrderHeld(
                        "o2",
                        "bob",
                        "key-0002",
                        "ef",
                        "cup",
                        1_000,
                        Money.ofFen(0),
                        Json.object().put("leaderId", "lily")),
                REACQUIRED,
                WITHDRAWN,
                new OrderHeld("o3", "cleo", "key-0003", "ef", "cup", 1, Money.ofFen(700), null, OPENS),
                new OrderHeld("o4", "dora", "key-0004", "ef", "cup", 1, Money.ofFen(700), null, JOINS),
                OPENED,
                CUT);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void an_outcome_is_one_line_that_reads_as_it_was_written(Outcome outcome) {
        String line = Outcomes.write(outcome);

        assertThat(line).doesNotContain("\n");
        assertThat(Outcomes.read(line)).isEqualTo(outcome);
    }

    static List<Arguments> decisions() {
        return List.of(
                Arguments.of(UNDECIDED_OPENS, "\"deadline\":1780000000000"),
                Arguments.of(UNDECIDED_JOINS, "\"sku\":\"cup\",\"unitPriceFen\":700"),
                Arguments.of(UNDECIDED_JOINS, "\"sku\":\"cup\",\"unitPriceFen\":700,\"hasUnit\":true"),
                Arguments.of(
                        new FormationOpened("f2", "ann", "key-0005", "ab", "cup", null, UNDECIDED),
                        "\"deadline\":1780000000000"),
                Arguments.of(
                        UNDECIDED_CUT,
                        "\"sku\":\"cup\",\"position\":2,\"cutFen\":100,\"unitFor\":\"ann\",\"deadline\":1780000060000"),
                Arguments.of(
                        UNDECIDED_CUT,
                        "\"sku\":\"cup\",\"position\":1,\"cutFen\":100,\"unitFor\":\"\",\"deadline\":0"));
    }

    /** A node settles what it sent, with the decision; any other one reads the line of the outbox. */
    @ParameterizedTest
    @MethodSource("decisions")
    void an_outcome_with_its_decision_is_what_the_outbox_says(Outcome sent, String decision) {
        String line = Outcomes.write(sent);

        assertThat(Outcomes.decided(sent, decision))
                .isEqualTo(Outcomes.read(line.substring(0, line.length() - 1) + "," + decision + "}"));
    }

    @Test
    void each_outcome_is_met_by_its_own_case() {
        assertThat(outcomes().stream()
                        .map(outcome -> outcome.<String>match(
                                OrderHeld::id,
                                OrderReacquired::orderId,
                                StockWithdrawn::actor,
                                FormationOpened::sku,
                                CutGiven::formationId)))
                .containsExactly("o1", "o2", "o1", "olga", "o3", "o4", "cup", "f2");
    }

    @Test
    void the_types_are_those_of_the_tables() {
        assertThat(outcomes().stream().map(outcome -> Json.readOwn(Outcomes.write(outcome))
                        .path("type")
                        .textValue()))
                .containsExactly(
                        "order_held",
                        "order_held",
                        "order_reacquired",
                        "stock_withdrawn",
                        "order_held",
                        "order_held",
                        "formation_opened",
                        "cut_given");
    }

    @Test
    void nobody_is_the_shopper_of_a_withdrawal() {
        assertThat(WITHDRAWN.shopperId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"stock_gone\"}",
                "{\"type\":\"stock_withdrawn\",\"id\":\"w1\"}",
                "{\"type\":\"order_reacquired\",\"id\":7}",
                "[]"
            })
    void a_line_of_somebody_else_is_refused(String line) {
        assertThatIllegalStateException().isThrownBy(() -> Outcomes.read(line));
    }
}
