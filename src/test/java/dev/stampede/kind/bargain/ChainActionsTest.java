package dev.stampede.kind.bargain;

import static dev.stampede.kind.bargain.Chains.CHAIN;
import static dev.stampede.kind.bargain.Chains.alice;
import static dev.stampede.kind.bargain.Chains.body;
import static dev.stampede.kind.bargain.Chains.campaign;
import static dev.stampede.kind.bargain.Chains.offer;
import static dev.stampede.kind.bargain.Chains.rules;
import static dev.stampede.kind.bargain.Chains.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.json.Violation;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.Cuts;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.Membership;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Span;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChainActionsTest {
    private static final Campaign TEA = campaign(Audience.EVERYBODY, offer("tea"));
    private static final Instant MIDNIGHT = Instant.parse("2026-11-20T16:00:00Z");

    @Nested
    class Start {
        private final StartChain start = new StartChain();

        @Test
        void a_chain_is_proposed_with_its_cuts_drawn() {
            Take take = take(start, rules(", \"chainSeconds\": 60"), TEA, "tea", alice(true));
            FormationOpened opened = (FormationOpened) take.outcome();
            CutRules frozen = frozen(take);

            assertThat(take.refusal()).isNull();
            assertThat(take.sku()).isEqualTo("tea");
            assertThat(take.windows()).isEmpty();
            assertThat(opened.id()).isEqualTo("0ABC1");
            assertThat(opened.shopperId()).isEqualTo("alice");
            assertThat(opened.opening().slot()).isEqualTo("alice|tea");
            assertThat(opened.opening().goal()).isEqualTo(3);
            assertThat(opened.opening().price()).isEqualTo(Money.ofFen(1_000));
            assertThat(frozen.parts()).hasSize(3);
            assertThat(frozen.parts().stream().mapToLong(Long::longValue).sum()).isEqualTo(600);
            assertThat(take.more())
                    .containsExactly(
                            "tea 3 1000 alice 400 1 600 100 86400 0 0",
                            "alice|tea",
                            "60",
                            "600",
                            frozen.parts().get(0) + "," + frozen.parts().get(1) + ","
                                    + frozen.parts().get(2));
        }

        @Test
        void the_rules_are_frozen_into_it() {
            Take take = take(start, rules("""
                    , "minCutFen": 2, "maxCutFen": 500, "newcomerWeight": 300, "claimWithinSeconds": 30,
                    "holdStock": "at_floor", "buyBeforeFloor": true"""), TEA, "tea", alice(true));

            assertThat(take.more().get(0)).isEqualTo("tea 3 1000 alice 400 2 500 300 30 1 1");
            assertThat(frozen(take).holdsUnit()).isTrue();
            assertThat(frozen(take).buysEarly()).isTrue();
        }

        @Test
        void the_owners_own_cut_is_one_more_part_and_the_first() {
            Take take = take(start, rules(", \"selfCut\": true"), TEA, "tea", alice(true));
            CutRules frozen = frozen(take);
            List<Long> drawn = Cuts.draw(frozen.seed(), 600, 4, 1, 600, frozen.curve());

            assertThat(frozen.selfCut()).isEqualTo(drawn.get(0));
            assertThat(frozen.parts()).isEqualTo(drawn.subList(1, 4));
            assertThat(take.more().get(3)).isEqualTo(Long.toString(600 - drawn.get(0)));
            assertThat(frozen(take(start, rules(""), TEA, "tea", alice(true))).selfCut())
                    .isZero();
        }

        @Test
        void anybody_can_draw_the_cuts_again_from_the_seed() {
            CutRules frozen = frozen(take(start, rules(""), TEA, "tea", alice(true)));

            assertThat(Cuts.draw(frozen.seed(), 600, 3, 1, 600, frozen.curve())).isEqualTo(frozen.parts());
            assertThat(frozen(take(start, rules(""), TEA, "tea", alice(true))).seed())
                    .as("the same request proposes the same chain")
                    .isEqualTo(frozen.seed());
            Participant again = new Participant("alice", Set.of(), true, "key-0002", "f00d", null, () -> "0ABC1");
            assertThat(frozen(take(start, rules(""), TEA, "tea", again)).seed()).isNotEqualTo(frozen.seed());
        }

        @Test
        void an_offer_that_does_not_exist_is_refused_after_the_audience() {
            Campaign gold = campaign(new Audience(false, Set.of("gold")), offer("tea"), offer("cup"));

            assertThat(take(start, rules(""), TEA, "none", alice(true)).refusal())
                    .isEqualTo(CommonRejection.UNKNOWN_OFFER);
            assertThat(take(start, rules(""), gold, "none", alice(true)).refusal())
                    .isEqualTo(CommonRejection.FORBIDDEN);
        }

        @Test
        void the_only_offer_needs_no_name() {
            assertThat(start.read(body("{}"), TEA)).isEqualTo("tea");
            assertThat(start.canonical("tea")).isEqualTo("tea");
            assertThat(start.asksForNewcomers(rules(", \"newcomerWeight\": 200")))
                    .isFalse();
        }

        private static CutRules frozen(Take take) {
            return ((FormationOpened) take.outcome())
                    .opening()
                    .rules()
                    .match(
                            seats -> {
                                throw new AssertionError("a chain of seats: " + seats);
                            },
                            cuts -> cuts);
        }
    }

    @Nested
    class Help {
        private final Assist assist = new Assist();

        @Test
        void a_cut_counts_on_the_helpers_day_in_the_campaigns_zone() {
            Take take = take(assist, rules(""), TEA, CHAIN, alice(true));

            assertThat(take.refusal()).isNull();
            assertThat(take.sku()).isEmpty();
            assertThat(take.windows()).containsExactly(new Span(MIDNIGHT, Instant.parse("2026-11-21T16:00:00Z")));
            assertThat(take.more()).containsExactly(CHAIN, "0", Long.toString(MIDNIGHT.toEpochMilli()), "20", "5");
            assertThat(take.outcome())
                    .isEqualTo(new CutGiven(
                            "0ABC1",
                            "alice",
                            "key-0001",
                            "f00d",
                            CHAIN,
                            "",
                            0,
                            Money.ZERO,
                            0,
                            "",
                            false,
                            MIDNIGHT.toEpochMilli(),
                            "CHAIN_CLOSED",
                            null));
        }

        @Test
        void midnight_begins_the_next_day() {
            Instant last = MIDNIGHT.minusMillis(1);

            assertThat(take(assist, rules(""), TEA, CHAIN, alice(true), last)
                            .more()
                            .get(2))
                    .isEqualTo(Long.toString(MIDNIGHT.minusSeconds(86_400).toEpochMilli()));
            assertThat(take(assist, rules(""), TEA, CHAIN, alice(true), MIDNIGHT)
                            .more()
                            .get(2))
                    .isEqualTo(Long.toString(MIDNIGHT.toEpochMilli()));
        }

        @Test
        void a_newcomer_counts_only_where_newcomers_weigh_more() {
            assertThat(newcomer(", \"newcomerWeight\": 101", true)).isEqualTo("1");
            assertThat(newcomer(", \"newcomerWeight\": 101", false)).isEqualTo("0");
            assertThat(newcomer("", true)).isEqualTo("0");
            assertThat(assist.asksForNewcomers(rules(", \"newcomerWeight\": 101")))
                    .isTrue();
            assertThat(assist.asksForNewcomers(rules(""))).isFalse();
        }

        @Test
        void the_limits_go_with_the_take() {
            Take take = take(
                    assist, rules(", \"maxAssistsPerDay\": 2, \"maxAssistsPerCampaign\": 3"), TEA, CHAIN, alice(true));

            assertThat(take.more().subList(3, 5)).containsExactly("2", "3");
        }

        @Test
        void only_who_is_in_the_audience_may() {
            Campaign newcomers = campaign(new Audience(true, Set.of()), offer("tea"));
            assertThat(take(assist, rules(""), newcomers, CHAIN, alice(false)).refusal())
                    .isEqualTo(CommonRejection.FORBIDDEN);
        }

        @Test
        void a_chain_is_named_by_an_id() {
            for (String wrong : List.of("{}", "{\"chainId\": \"x\"}", "{\"chainId\": 1}")) {
                Fields body = body(wrong);
                assist.read(body, TEA);
                assertThat(body.finish())
                        .as(wrong)
                        .extracting(Violation::pointer)
                        .containsExactly("/chainId");
            }
            assertThat(assist.canonical(assist.read(body("{\"chainId\": \"" + CHAIN + "\"}"), TEA)))
                    .isEqualTo(CHAIN);
        }

        private String newcomer(String more, boolean isNewcomer) {
            return take(assist, rules(more), TEA, CHAIN, alice(isNewcomer))
                    .more()
                    .get(1);
        }
    }

    @Nested
    class Buy {
        private final Claim claim = new Claim();

        @Test
        void offer_and_price_are_the_chains() {
            Take take = take(claim, rules(""), TEA, CHAIN, alice(true));

            assertThat(take.refusal()).isNull();
            assertThat(take.sku()).isEmpty();
            assertThat(take.units()).isEqualTo(1);
            assertThat(take.windows()).isEmpty();
            assertThat(take.more()).containsExactly(CHAIN);
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
                            new Membership(CHAIN, false, "CHAIN_CLOSED", null)));
            assertThat(claim.asksForNewcomers(rules(", \"newcomerWeight\": 200")))
                    .isFalse();
        }

        @Test
        void a_chain_is_named_by_an_id() {
            Fields body = body("{\"chainId\": \"a b\"}");
            claim.read(body, TEA);

            assertThat(body.finish()).extracting(Violation::pointer).containsExactly("/chainId");
            assertThat(claim.canonical(CHAIN)).isEqualTo(CHAIN);
        }
    }
}
