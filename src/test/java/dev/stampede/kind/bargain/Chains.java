package dev.stampede.kind.bargain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Ack;
import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.CampaignState;
import dev.stampede.campaign.Offer;
import dev.stampede.campaign.StockShown;
import dev.stampede.campaign.Terms;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.Decision;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Bargains of the tests: tea from 10.00 yuan down to 4.00 with three helpers, open all of 2026. */
final class Chains {
    static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
    static final String CHAIN = "0ABCDEFGHJKM9";

    private Chains() {}

    /** Rules that must be right: a floor of 400 fen, three helpers, and these members, each after a comma. */
    static BargainRules rules(String more) {
        Fields fields = body("{\"floorFen\": 400, \"helpers\": 3" + more + "}");
        BargainRules rules = new Bargain().readRules(fields);
        assertThat(fields.finish()).isEmpty();
        return rules;
    }

    static Fields body(String json) {
        return Fields.of(Json.readOwn(json));
    }

    static Offer offer(String sku) {
        return new Offer(sku, sku, Money.ofFen(1_000), Money.ofFen(1_990), 100);
    }

    static Campaign campaign(Audience audience, Offer... offers) {
        Terms terms = new Terms(
                "Tea",
                "Good tea.",
                null,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-11-29T12:00:00Z"),
                null,
                900,
                5,
                3,
                Ack.SETTLED,
                StockShown.EXACT,
                ZoneId.of("Asia/Shanghai"),
                audience,
                "",
                true,
                Json.object());
        return new Campaign(
                "0ABCDEFGHJKMN", "bargain", CampaignState.LIVE, 1, terms, List.of(offers), "olga", NOON, NOON);
    }

    /** Alice without tags, whose request causes "0ABC1". */
    static Participant alice(boolean isNewcomer) {
        return new Participant("alice", Set.of(), isNewcomer, "key-0001", "f00d", null, () -> "0ABC1");
    }

    static <C> Take take(
            Action<BargainRules, C> action, BargainRules rules, Campaign campaign, C command, Participant who) {
        return take(action, rules, campaign, command, who, NOON);
    }

    /** What a take asks of Redis at {@code now}. */
    static <C> Take take(
            Action<BargainRules, C> action,
            BargainRules rules,
            Campaign campaign,
            C command,
            Participant who,
            Instant now) {
        return action.decide(rules, campaign, command, who, now)
                .match(
                        refuse -> {
                            throw new AssertionError("what a script may answer is refused: " + refuse);
                        },
                        Decision.Run::take,
                        give -> {
                            throw new AssertionError("no give: " + give);
                        });
    }
}
