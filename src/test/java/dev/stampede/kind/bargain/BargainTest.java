package dev.stampede.kind.bargain;

import static dev.stampede.kind.bargain.Chains.body;
import static dev.stampede.kind.bargain.Chains.offer;
import static dev.stampede.kind.bargain.Chains.rules;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.Curve;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Reward;
import dev.stampede.kind.RewardStep;
import dev.stampede.money.Money;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BargainTest {
    private final Bargain bargain = new Bargain();

    @Test
    void what_may_be_left_out_has_its_default() {
        assertThat(rules(""))
                .isEqualTo(new BargainRules(
                        Money.ofFen(400),
                        3,
                        1,
                        null,
                        Curve.EVEN,
                        false,
                        100,
                        86_400,
                        false,
                        HoldStock.AT_CLAIM,
                        86_400,
                        20,
                        5,
                        List.of()));
        assertThat(Json.write(bargain.writeRules(rules("")))).isEqualTo("""
                {"floorFen":400,"helpers":3,"minCutFen":1,"maxCutFen":null,"curve":"even","selfCut":false,\
                "newcomerWeight":100,"chainSeconds":86400,"buyBeforeFloor":false,"holdStock":"at_claim",\
                "claimWithinSeconds":86400,"maxAssistsPerDay":20,"maxAssistsPerCampaign":5,"rewards":[]}""");
    }

    @Test
    void what_is_written_reads_back_the_same() {
        BargainRules all = rules("""
                , "minCutFen": 2, "maxCutFen": 500, "curve": "front", "selfCut": true, "newcomerWeight": 300,
                "chainSeconds": 60, "buyBeforeFloor": true, "holdStock": "at_floor", "claimWithinSeconds": 30,
                "maxAssistsPerDay": 1, "maxAssistsPerCampaign": 2, "rewards": [
                {"at": 1, "owner": {"kind": "coupon", "value": "TEA-5"}},
                {"at": 3, "owner": {"kind": "points", "value": -7}, "helper": {"kind": "points", "value": 9}}]""");

        assertThat(all)
                .isEqualTo(new BargainRules(
                        Money.ofFen(400),
                        3,
                        2,
                        500L,
                        Curve.FRONT,
                        true,
                        300,
                        60,
                        true,
                        HoldStock.AT_FLOOR,
                        30,
                        1,
                        2,
                        List.of(
                                new RewardStep(1, new Reward("coupon", TextNode.valueOf("TEA-5")), null),
                                new RewardStep(
                                        3,
                                        new Reward("points", LongNode.valueOf(-7)),
                                        new Reward("points", LongNode.valueOf(9))))));
        Fields written = body(Json.write(bargain.writeRules(all)));
        assertThat(bargain.readRules(written)).isEqualTo(all);
        assertThat(written.finish()).isEmpty();
    }

    @Test
    void floor_and_helpers_are_required() {
        assertThat(wrong("{}")).containsExactlyInAnyOrder("/floorFen required", "/helpers required");
    }

    @ParameterizedTest
    @CsvSource({
        "floorFen,0,1,1000000000,1000000001",
        "helpers,0,1,100,101",
        "minCutFen,0,1,1000000000,1000000001",
        "maxCutFen,0,1,1000000000,1000000001",
        "newcomerWeight,99,100,1000,1001",
        "chainSeconds,0,1,604800,604801",
        "claimWithinSeconds,0,1,604800,604801",
        "maxAssistsPerDay,0,1,1000,1001",
        "maxAssistsPerCampaign,0,1,1000,1001"
    })
    void a_number_has_its_bounds(String name, long below, long least, long most, long above) {
        for (long wrong : new long[] {below, above}) {
            assertThat(wrong(with(name, wrong))).as("%d", wrong).contains("/" + name + " range");
        }
        for (long right : new long[] {least, most}) {
            assertThat(wrong(with(name, right))).as("%d", right).isEmpty();
        }
    }

    @Test
    void words_and_flags_are_of_their_type() {
        assertThat(wrong(with("curve", "\"steep\""))).containsExactly("/curve choice");
        assertThat(wrong(with("holdStock", "\"never\""))).containsExactly("/holdStock choice");
        assertThat(wrong(with("selfCut", 1))).containsExactly("/selfCut type");
        assertThat(wrong(with("buyBeforeFloor", "\"no\""))).containsExactly("/buyBeforeFloor type");
        assertThat(wrong(with("pace", 1))).containsExactly("/pace unknown");
        assertThat(rules(", \"curve\": \"tail\"").curve()).isEqualTo(Curve.TAIL);
    }

    @Test
    void the_largest_cut_is_not_below_the_smallest() {
        assertThat(wrong("{\"floorFen\": 1, \"helpers\": 1, \"minCutFen\": 5, \"maxCutFen\": 5}"))
                .isEmpty();
        assertThat(wrong("{\"floorFen\": 1, \"helpers\": 1, \"minCutFen\": 5, \"maxCutFen\": 4}"))
                .containsExactly("/maxCutFen conflict");
    }

    @Test
    void rewards_climb_to_the_last_helper() {
        assertThat(rewards("{\"at\": 3, \"helper\": {\"kind\": \"points\", \"value\": 1}}"))
                .isEmpty();
        assertThat(rewards("{\"at\": 4, \"helper\": {\"kind\": \"points\", \"value\": 1}}"))
                .containsExactly("/rewards/0/at range");
        assertThat(rewards("{\"at\": 1}")).containsExactly("/rewards/0/owner required");
        String two = "{\"at\": 2, \"owner\": {\"kind\": \"points\", \"value\": 1}}";
        assertThat(rewards(two + "," + two)).containsExactly("/rewards/1/at conflict");
        assertThat(rewards("{\"at\": 1, \"owner\": {\"kind\": \"a b\", \"value\": 1}}"))
                .containsExactly("/rewards/0/owner/kind pattern");
        assertThat(rewards("{\"at\": 1, \"owner\": {\"kind\": \"points\"}}"))
                .containsExactly("/rewards/0/owner/value required");
        assertThat(rewards("{\"at\": 1, \"owner\": {\"kind\": \"points\", \"value\": 1.5}}"))
                .hasSize(1);
    }

    @Test
    void every_offer_can_be_cut_to_the_floor_in_whole_cuts() {
        assertThat(checked("")).isEmpty();
        assertThat(checked(", \"minCutFen\": 200, \"maxCutFen\": 200")).isEmpty();
        assertThat(checked(", \"minCutFen\": 201")).containsExactly("/minCutFen conflict");
        assertThat(checked(", \"maxCutFen\": 199")).containsExactly("/maxCutFen conflict");
        assertThat(checked(", \"minCutFen\": 151, \"selfCut\": true"))
                .as("the owner's own cut is a fourth part")
                .containsExactly("/minCutFen conflict");
        assertThat(checked(", \"maxCutFen\": 150, \"selfCut\": true")).isEmpty();
    }

    @Test
    void the_floor_is_below_every_price_by_a_fen_a_helper() {
        assertThat(floor(1_000)).containsExactly("/floorFen conflict");
        assertThat(floor(998)).containsExactly("/minCutFen conflict");
        assertThat(floor(997)).isEmpty();
    }

    @Test
    void one_offer_out_of_bounds_is_enough() {
        Fields fields = body("{\"floorFen\": 400, \"helpers\": 3, \"maxCutFen\": 200}");
        Offer dear = new Offer("pot", "pot", Money.ofFen(1_001), Money.ofFen(1_990), 1);
        bargain.check(bargain.readRules(fields), List.of(offer("tea"), dear, dear), fields);

        assertThat(told(fields)).containsExactly("/maxCutFen conflict");
    }

    @Test
    void it_is_known_by_its_words() {
        assertThat(bargain.name()).isEqualTo("bargain");
        assertThat(bargain.actions().stream().map(Action::name)).containsExactly("start_chain", "assist", "claim");
        assertThat(bargain.actions().stream().filter(Action::isGive)).isEmpty();
        assertThat(bargain.rejections().stream().map(Rejection::name))
                .containsExactlyInAnyOrder(
                        "UNKNOWN_CHAIN",
                        "CHAIN_OPEN",
                        "CHAIN_CLOSED",
                        "CHAIN_NOT_DONE",
                        "OWN_CHAIN",
                        "ALREADY_ASSISTED",
                        "ASSIST_LIMIT",
                        "NOT_OWNER",
                        "ALREADY_CLAIMED");
    }

    private static String with(String name, Object value) {
        String floor = name.equals("floorFen") ? "" : "\"floorFen\": 400, ";
        String helpers = name.equals("helpers") ? "" : "\"helpers\": 3, ";
        return "{" + floor + helpers + "\"" + name + "\": " + value + "}";
    }

    private List<String> wrong(String json) {
        Fields fields = body(json);
        bargain.readRules(fields);
        return told(fields);
    }

    private List<String> rewards(String steps) {
        return wrong(with("rewards", "[" + steps + "]"));
    }

    private List<String> checked(String more) {
        return checkedJson("{\"floorFen\": 400, \"helpers\": 3" + more + "}");
    }

    private List<String> floor(long fen) {
        return checkedJson("{\"floorFen\": " + fen + ", \"helpers\": 3}");
    }

    private List<String> checkedJson(String json) {
        Fields fields = body(json);
        bargain.check(bargain.readRules(fields), List.of(offer("tea")), fields);
        return told(fields);
    }

    private static List<String> told(Fields fields) {
        return fields.finish().stream()
                .map(it -> it.pointer() + " " + it.code())
                .toList();
    }
}
