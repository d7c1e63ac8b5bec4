package dev.stampede.kind.groupbuy;

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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Group-buys of the tests: tea at 9.90 yuan, open all of 2026. */
final class Teams {
    static final Instant NOON = Proposals.NOON;
    static final String TEAM = "0ABCDEFGHJKM9";

    private Teams() {}

    /** Rules that must be right: teams of four for an hour, and these members, each after a comma. */
    static GroupBuyRules rules(String more) {
        Fields fields = body("{\"teamSize\": 4, \"teamSeconds\": 3600" + more + "}");
        GroupBuyRules rules = new GroupBuy().readRules(fields);
        assertThat(fields.finish()).isEmpty();
        return rules;
    }

    static Fields body(String json) {
        return Fields.of(Json.readOwn(json));
    }

    static Offer offer(String sku) {
        return new Offer(sku, sku, Money.ofFen(990), Money.ofFen(1_990), 100);
    }

    static Campaign campaign(Audience audience, Offer... offers) {
        return Proposals.campaign("group_buy", audience, offers);
    }

    /** Alice without tags, whose requests cause "0ABC1", then "0ABC2". */
    static Participant alice(boolean isNewcomer) {
        Deque<String> ids = new ArrayDeque<>(List.of("0ABC1", "0ABC2"));
        return new Participant("alice", Set.of(), isNewcomer, "key-0001", "f00d", null, ids::removeFirst);
    }

    /** What a take asks of Redis. */
    static <C> Take take(
            Action<GroupBuyRules, C> action, GroupBuyRules rules, Campaign campaign, C command, Participant who) {
        return Proposals.take(action, rules, campaign, command, who, NOON);
    }
}
