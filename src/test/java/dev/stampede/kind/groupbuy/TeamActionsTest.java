package dev.stampede.kind.groupbuy;

import static dev.stampede.kind.groupbuy.Teams.NOON;
import static dev.stampede.kind.groupbuy.Teams.TEAM;
import static dev.stampede.kind.groupbuy.Teams.alice;
import static dev.stampede.kind.groupbuy.Teams.body;
import static dev.stampede.kind.groupbuy.Teams.campaign;
import static dev.stampede.kind.groupbuy.Teams.offer;
import static dev.stampede.kind.groupbuy.Teams.rules;
import static dev.stampede.kind.groupbuy.Teams.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.json.Violation;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Decision;
import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Rung;
import dev.stampede.kind.SeatRules;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TeamActionsTest {
    private static final Campaign TEA = campaign(Audience.EVERYBODY, offer("tea"));

    @Nested
    class Open {
        private final OpenTeam open = new OpenTeam();

        @Test
        void a_team_is_proposed_with_its_first_seat() {
            Take take = take(open, rules(""), TEA, "tea", alice(true));

            Opening opening = new Opening("alice", 4, Money.ofFen(990), new SeatRules(0, 0, false, true, List.of()), 0);
            assertThat(take.refusal()).isNull();
            assertThat(take.sku()).isEqualTo("tea");
            assertThat(take.units()).isEqualTo(1);
            assertThat(take.windows()).isEmpty();
            assertThat(take.outcome())
                    .isEqualTo(new OrderHeld(
                            "0ABC2",
                            "alice",
                            "key-0001",
                            "f00d",
                            "tea",
                            1,
                            Money.ofFen(990),
                            null,
                            new Membership("0ABC1", false, "TEAM_CLOSED", opening)));
            assertThat(take.more()).containsExactly("0ABC1", "tea 4 990 0 0", "alice", "1", "3600", "-");
        }

        @Test
        void the_rules_are_frozen_into_it() {
            GroupBuyRules rules = rules("""
                    , "ladder": [{"size": 2, "priceFen": 900}, {"size": 4, "priceFen": 800}], "minNewcomers": 2,
                    "maxOpenTeamsPerShopper": 3, "joinAfterClose": true, "onLapse": "settle_at_size",
                    "settleAtSize": 3""");
            Take take = take(open, rules, TEA, "tea", alice(true));

            assertThat(take.more()).containsExactly("0ABC1", "tea 4 900 2 1", "alice", "3", "3600", "n");
            assertThat(opening(take).rules()).isEqualTo(new SeatRules(2, 3, true, rules.listTeams(), rules.ladder()));
            assertThat(rules.ladder()).first().isEqualTo(new Rung(2, Money.ofFen(900)));
        }

        @Test
        void the_opener_pays_the_leaders_price_and_the_others_the_highest_rung() {
            GroupBuyRules both = rules(", \"leaderPriceFen\": 700, \"ladder\": [{\"size\": 2, \"priceFen\": 900}]");
            Take take = take(open, both, TEA, "tea", alice(true));

            assertThat(((OrderHeld) take.outcome()).unitPrice()).isEqualTo(Money.ofFen(700));
            assertThat(opening(take).price()).isEqualTo(Money.ofFen(900));
            assertThat(price(rules(", \"ladder\": [{\"size\": 2, \"priceFen\": 900}]")))
                    .isEqualTo(Money.ofFen(900));
            assertThat(price(rules(", \"leaderPriceFen\": 700"))).isEqualTo(Money.ofFen(700));
            assertThat(price(rules(""))).isEqualTo(Money.ofFen(990));
        }

        @Test
        void a_newcomer_counts_only_where_the_rules_ask_for_newcomers() {
            assertThat(mark(", \"minNewcomers\": 1", true)).isEqualTo("n");
            assertThat(mark(", \"minNewcomers\": 1", false)).isEqualTo("-");
            assertThat(mark("", true)).isEqualTo("-");
            assertThat(open.asksForNewcomers(rules(", \"minNewcomers\": 1"))).isTrue();
            assertThat(open.asksForNewcomers(rules(""))).isFalse();
        }

        @Test
        void an_offer_that_does_not_exist_is_refused_after_the_audience() {
            Campaign gold = campaign(new Audience(false, Set.of("gold")), offer("tea"), offer("cup"));

            assertThat(take(open, rules(""), TEA, "none", alice(true)).refusal())
                    .isEqualTo(CommonRejection.UNKNOWN_OFFER);
            assertThat(take(open, rules(""), gold, "none", alice(true)).refusal())
                    .isEqualTo(CommonRejection.FORBIDDEN);
        }

        @Test
        void the_only_offer_needs_no_name() {
            assertThat(open.read(body("{}"), TEA)).isEqualTo("tea");
            assertThat(open.canonical("tea")).isEqualTo("tea");
            Fields body = body("{}");
            open.read(body, campaign(Audience.EVERYBODY, offer("tea"), offer("cup")));
            assertThat(body.finish()).extracting(Violation::pointer).containsExactly("/sku");
        }

        private Money price(GroupBuyRules rules) {
            return ((OrderHeld) take(open, rules, TEA, "tea", alice(true)).outcome()).unitPrice();
        }

        private String mark(String more, boolean isNewcomer) {
            return take(open, rules(more), TEA, "tea", alice(isNewcomer)).more().get(5);
        }
    }

    @Nested
    class Join {
        private final JoinTeam join = new JoinTeam();

        @Test
        void offer_and_price_are_the_teams() {
            Take take = take(join, rules(", \"leaderPriceFen\": 700"), TEA, TEAM, alice(true));

            assertThat(take.refusal()).isNull();
            assertThat(take.sku()).isEmpty();
            assertThat(take.more()).containsExactly(TEAM, "-");
            assertThat(take.outcome())
                    .isEqualTo(new OrderHeld(
                            "0ABC1",
                            "alice",
                            "key-0001",
                            "f00d",
                            "",
                            1,
                            Money.ZERO,
                            null,
                            new Membership(TEAM, false, "TEAM_CLOSED", null)));
        }

        @Test
        void a_newcomer_counts_only_where_the_rules_ask_for_newcomers() {
            assertThat(mark(", \"minNewcomers\": 1", true)).isEqualTo("n");
            assertThat(mark(", \"minNewcomers\": 1", false)).isEqualTo("-");
            assertThat(mark("", true)).isEqualTo("-");
            assertThat(join.asksForNewcomers(rules(", \"minNewcomers\": 1"))).isTrue();
            assertThat(join.asksForNewcomers(rules(""))).isFalse();
        }

        @Test
        void only_who_is_in_the_audience_may() {
            assertThat(take(join, rules(""), campaign(new Audience(true, Set.of()), offer("tea")), TEAM, alice(false))
                            .refusal())
                    .isEqualTo(CommonRejection.FORBIDDEN);
        }

        @Test
        void a_team_is_named_by_an_id() {
            for (String wrong : List.of("{}", "{\"teamId\": \"x\"}", "{\"teamId\": 1}", "{\"teamId\": \"a|b\"}")) {
                Fields body = body(wrong);
                join.read(body, TEA);
                assertThat(body.finish())
                        .as(wrong)
                        .extracting(Violation::pointer)
                        .containsExactly("/teamId");
            }
            assertThat(join.canonical(join.read(body("{\"teamId\": \"" + TEAM + "\"}"), TEA)))
                    .isEqualTo(TEAM);
        }

        private String mark(String more, boolean isNewcomer) {
            return take(join, rules(more), TEA, TEAM, alice(isNewcomer)).more().get(1);
        }
    }

    @Nested
    class Leave {
        private final LeaveTeam leave = new LeaveTeam();

        @Test
        void leaving_is_decided_by_the_rows_alone() {
            Decision decision = leave.decide(rules(""), TEA, TEAM, alice(false), NOON);

            assertThat(leave.isGive()).isTrue();
            assertThat(decision)
                    .isEqualTo(new Decision.Give(
                            TEAM, "key-0001", "f00d", GroupBuyRejection.UNKNOWN_TEAM, GroupBuyRejection.TEAM_CLOSED));
        }

        @Test
        void a_team_is_named_by_an_id() {
            Fields body = body("{\"teamId\": \"../etc\"}");
            leave.read(body, TEA);

            assertThat(body.finish()).extracting(Violation::pointer).containsExactly("/teamId");
            assertThat(leave.canonical(TEAM)).isEqualTo(TEAM);
        }
    }

    private static Opening opening(Take take) {
        Membership membership = ((OrderHeld) take.outcome()).membership();
        if (membership == null || membership.opening() == null) {
            throw new AssertionError("opens nothing: " + take);
        }
        return membership.opening();
    }
}
