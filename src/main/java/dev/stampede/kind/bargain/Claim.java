package dev.stampede.kind.bargain;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.Decision;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Membership;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;

/** The owner buys one unit of the chain's offer at the chain's price. */
final class Claim implements Action<BargainRules, String> {
    @Override
    public String name() {
        return "claim";
    }

    /** The chain's id. */
    @Override
    public String read(Fields body, Campaign campaign) {
        return body.matching("chainId", FormationRules.ID);
    }

    @Override
    public String canonical(String chainId) {
        return chainId;
    }

    @Override
    public Decision decide(
            BargainRules rules, Campaign campaign, String chainId, Participant participant, Instant now) {
        OrderHeld outcome = new OrderHeld(
                participant.ids().get(),
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                "",
                1,
                Money.ZERO,
                participant.source(),
                new Membership(chainId, false, BargainRejection.CHAIN_CLOSED.name(), null));
        return new Decision.Run(new Take(participant.refusal(campaign), "", 1, outcome, List.of(), List.of(chainId)));
    }
}
