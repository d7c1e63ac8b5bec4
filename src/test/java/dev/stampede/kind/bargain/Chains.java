package dev.stampede.kind.bargain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Proposals;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.Set;

/** Bargains of the tests: tea from 10.00 yuan down to 4.00 with three helpers, open all of 2026. */
final class Chains {
    static final Instant NOON = Proposals.NOON;
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
        return Proposals.campaign("bargain", audience, offers);
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
        return Proposals.take(action, rules, campaign, command, who, now);
    }
}
