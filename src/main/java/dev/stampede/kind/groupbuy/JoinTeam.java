package dev.stampede.kind.groupbuy;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.Decision;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;

/** Takes a seat in a team, held until the payment deadline. Offer and price are the team's. */
final class JoinTeam implements Action<GroupBuyRules, String> {
    @Override
    public String name() {
        return "join_team";
    }

    /** The team's id. */
    @Override
    public String read(Fields body, Campaign campaign) {
        return body.matching("teamId", FormationRules.ID);
    }

    @Override
    public String canonical(String teamId) {
        return teamId;
    }

    @Override
    public boolean asksForNewcomers(GroupBuyRules rules) {
        return rules.minNewcomers() > 0;
    }

    @Override
    public Decision decide(
            GroupBuyRules rules, Campaign campaign, String teamId, Participant participant, Instant now) {
        Seat seat = Seat.of(rules, participant);
        OrderHeld outcome = new OrderHeld(
                participant.ids().get(),
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                "",
                1,
                Money.ZERO,
                participant.source(),
                seat.in(teamId, null));
        return new Decision.Run(
                new Take(participant.refusal(campaign), "", 1, outcome, List.of(), List.of(teamId, seat.mark())));
    }
}
