package dev.stampede.kind.groupbuy;

import static dev.stampede.kind.groupbuy.Teams.body;
import static dev.stampede.kind.groupbuy.Teams.offer;
import static dev.stampede.kind.groupbuy.Teams.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Rung;
import dev.stampede.money.Money;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupBuyTest {
    private final GroupBuy groupBuy = new GroupBuy();

    @Test
    void what_may_be_left_out_has_its_default() {
        assertThat(rules(""))
                .isEqualTo(new GroupBuyRules(4, 3_600, List.of(), null, 0, 1, true, false, OnLapse.REFUND, 0));
        assertThat(Json.write(groupBuy.writeRules(rules("")))).isEqualTo("""
                {"teamSize":4,"teamSeconds":3600,"ladder":[],"leaderPriceFen":null,"minNewcomers":0,\
                "maxOpenTeamsPerShopper":1,"listTeams":true,"joinAfterClose":false,"onLapse":"refund"}""");
    }

    @Test
    void what_is_written_reads_back_the_same() {
        GroupBuyRules all = rules("""
                , "ladder": [{"size": 2, "priceFen": 900}, {"size": 4, "priceFen": 800}], "leaderPriceFen": 700,
                "minNewcomers": 3, "maxOpenTeamsPerShopper": 100, "listTeams": false, "joinAfterClose": true,
                "onLapse": "settle_at_size", "settleAtSize": 3""");

        assertThat(all)
                .isEqualTo(new GroupBuyRules(
                        4,
                        3_600,
                        List.of(new Rung(2, Money.ofFen(900)), new Rung(4, Money.ofFen(800))),
                        Money.ofFen(700),
                        3,
                        100,
                        false,
                        true,
                        OnLapse.SETTLE_AT_SIZE,
                        3));
        Fields written = Fields.of(groupBuy.writeRules(all));
        assertThat(groupBuy.readRules(written)).isEqualTo(all);
        assertThat(written.finish()).isEmpty();
    }

    @Test
    void the_defaults_read_back_the_same() {
        Fields written = Fields.of(groupBuy.writeRules(rules("")));

        assertThat(groupBuy.readRules(written)).isEqualTo(rules(""));
        assertThat(written.finish()).isEmpty();
    }

    @Test
    void size_and_time_are_required() {
        assertThat(wrong("{}")).containsExactly("/teamSize required", "/teamSeconds required");
    }

    @ParameterizedTest
    @CsvSource({
        "teamSize,1,2,100,101",
        "teamSeconds,0,1,604800,604801",
        "leaderPriceFen,0,1,1000000000,1000000001",
        "minNewcomers,-1,0,99,100",
        "maxOpenTeamsPerShopper,0,1,100,101"
    })
    void a_number_has_its_bounds(String name, long below, long least, long most, long above) {
        for (long wrong : new long[] {below, above}) {
            assertThat(wrong(with(name, wrong))).as("%d", wrong).containsExactly("/" + name + " range");
        }
        for (long right : new long[] {least, most}) {
            assertThat(wrong(with(name, right))).as("%d", right).isEmpty();
        }
    }

    @Test
    void newcomers_leave_one_seat_for_who_opens_the_team() {
        assertThat(wrong("{\"teamSize\": 3, \"teamSeconds\": 9, \"minNewcomers\": 2}"))
                .isEmpty();
        assertThat(wrong("{\"teamSize\": 3, \"teamSeconds\": 9, \"minNewcomers\": 3}"))
                .containsExactly("/minNewcomers range");
    }

    @Test
    void a_ladder_rises_in_size_and_falls_in_price() {
        assertThat(ladder("{\"size\": 2, \"priceFen\": 900}, {\"size\": 3, \"priceFen\": 899}"))
                .isEmpty();
        assertThat(ladder("{\"size\": 3, \"priceFen\": 900}, {\"size\": 3, \"priceFen\": 800}"))
                .containsExactly("/ladder/1/size conflict");
        assertThat(ladder("{\"size\": 2, \"priceFen\": 900}, {\"size\": 3, \"priceFen\": 900}"))
                .containsExactly("/ladder/1/priceFen conflict");
        assertThat(ladder("{\"size\": 1, \"priceFen\": 900}")).containsExactly("/ladder/0/size range");
        assertThat(ladder("{\"size\": 5, \"priceFen\": 900}")).containsExactly("/ladder/0/size range");
        assertThat(ladder("{\"size\": 2, \"priceFen\": 0}")).containsExactly("/ladder/0/priceFen range");
        assertThat(ladder("{\"size\": 2}")).containsExactly("/ladder/0/priceFen required");
        assertThat(ladder("{\"size\": 2, \"priceFen\": 900, \"step\": 1}")).containsExactly("/ladder/0/step unknown");
    }

    @Test
    void a_team_settles_at_a_size_below_its_own() {
        assertThat(lapse("\"settle_at_size\", \"settleAtSize\": 2")).isEmpty();
        assertThat(lapse("\"settle_at_size\", \"settleAtSize\": 3")).isEmpty();
        assertThat(lapse("\"settle_at_size\", \"settleAtSize\": 1")).containsExactly("/settleAtSize range");
        assertThat(lapse("\"settle_at_size\", \"settleAtSize\": 4")).containsExactly("/settleAtSize range");
        assertThat(lapse("\"settle_at_size\"")).containsExactly("/settleAtSize required");
        assertThat(lapse("\"refund\", \"settleAtSize\": 2")).containsExactly("/settleAtSize conflict");
        assertThat(lapse("\"keep\"")).contains("/onLapse choice");
    }

    @Test
    void a_team_of_two_has_no_smaller_size_to_settle_at() {
        assertThat(wrong("{\"teamSize\": 2, \"teamSeconds\": 9, \"onLapse\": \"settle_at_size\", \"settleAtSize\": 2}"))
                .containsExactly("/settleAtSize conflict");
    }

    @Test
    void words_and_flags_are_of_their_type() {
        assertThat(wrong(with("listTeams", "1"))).containsExactly("/listTeams type");
        assertThat(wrong(with("joinAfterClose", "\"yes\""))).containsExactly("/joinAfterClose type");
        assertThat(wrong(with("pace", 1))).containsExactly("/pace unknown");
    }

    @Test
    void nobody_pays_more_in_a_team_than_the_offer_says() {
        assertThat(checked(", \"leaderPriceFen\": 990, \"ladder\": [{\"size\": 2, \"priceFen\": 990}]"))
                .isEmpty();
        assertThat(checked(", \"leaderPriceFen\": 991")).containsExactly("/leaderPriceFen conflict");
        assertThat(checked(", \"ladder\": [{\"size\": 2, \"priceFen\": 991}]")).containsExactly("/ladder conflict");
    }

    @Test
    void it_is_known_by_its_words() {
        assertThat(groupBuy.name()).isEqualTo("group_buy");
        assertThat(groupBuy.actions().stream().map(Action::name))
                .containsExactly("open_team", "join_team", "leave_team");
        assertThat(groupBuy.actions().stream().filter(Action::isGive).map(Action::name))
                .containsExactly("leave_team");
        assertThat(groupBuy.rejections().stream().map(Rejection::name))
                .containsExactly("UNKNOWN_TEAM", "TEAM_LIMIT", "TEAM_CLOSED", "ALREADY_MEMBER", "TEAM_FULL");
    }

    private List<String> ladder(String rungs) {
        return wrong("{\"teamSize\": 4, \"teamSeconds\": 9, \"ladder\": [" + rungs + "]}");
    }

    private List<String> lapse(String onLapse) {
        return wrong("{\"teamSize\": 4, \"teamSeconds\": 9, \"onLapse\": " + onLapse + "}");
    }

    private static String with(String name, Object value) {
        String size = name.equals("teamSize") ? "" : "\"teamSize\": 100, ";
        String seconds = name.equals("teamSeconds") ? "" : "\"teamSeconds\": 9, ";
        return "{" + size + seconds + "\"" + name + "\": " + value + "}";
    }

    private List<String> wrong(String json) {
        Fields fields = body(json);
        groupBuy.readRules(fields);
        return told(fields);
    }

    private List<String> checked(String more) {
        Fields fields = body("{\"teamSize\": 4, \"teamSeconds\": 3600" + more + "}");
        groupBuy.check(
                groupBuy.readRules(fields),
                List.of(new Offer("cup", "cup", Money.ofFen(2_000), Money.ofFen(2_000), 1), offer("tea"), offer("pot")),
                fields);
        return told(fields);
    }

    private static List<String> told(Fields fields) {
        return fields.finish().stream()
                .map(it -> it.pointer() + " " + it.code())
                .toList();
    }
}
