package dev.stampede.kind.groupbuy;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.Decision;
import dev.stampede.kind.Opening;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.SkuField;
import dev.stampede.kind.Take;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Opens a team for one offer and takes its first seat, held until the payment deadline. An offer that does not exist is refused; another stands in for it. */
final class OpenTeam implements Action<GroupBuyRules, String> {
    @Override
    public String name() {
        return "open_team";
    }

    /** The offer's sku. */
    @Override
    public String read(Fields body, Campaign campaign) {
        return SkuField.read(body, campaign);
    }

    @Override
    public String canonical(String sku) {
        return sku;
    }

    @Override
    public boolean asksForNewcomers(GroupBuyRules rules) {
        return rules.minNewcomers() > 0;
    }

    @Override
    public Decision decide(GroupBuyRules rules, Campaign campaign, String sku, Participant participant, Instant now) {
        Optional<Offer> offer = campaign.offer(sku);
        Opening opening = rules.opening(
                participant.shopperId(), offer.orElse(campaign.offers().get(0)));
        Seat seat = Seat.of(rules, participant);
        String teamId = participant.ids().get();
        OrderHeld outcome = new OrderHeld(
                participant.ids().get(),
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                sku,
                1,
                Objects.requireNonNullElse(rules.leaderPrice(), opening.price()),
                participant.source(),
                seat.in(teamId, opening));
        return new Decision.Run(new Take(
                participant.refusal(campaign, offer.isPresent()),
                sku,
                1,
                outcome,
                List.of(),
                List.of(
                        teamId,
                        opening.rules().terms(sku, opening.goal(), opening.price(), participant.shopperId()),
                        opening.slot(),
                        Integer.toString(rules.maxOpenTeamsPerShopper()),
                        Integer.toString(rules.teamSeconds()),
                        seat.mark())));
    }
}
