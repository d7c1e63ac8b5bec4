package dev.stampede.kind.toy;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.Decision;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.SkuField;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes a pack of one offer, held until the payment deadline. */
final class Draw implements Action<Toy.Rules, String> {
    @Override
    public String name() {
        return "draw";
    }

    @Override
    public String read(Fields body, Campaign campaign) {
        return SkuField.read(body, campaign);
    }

    @Override
    public String canonical(String sku) {
        return sku;
    }

    @Override
    public Decision decide(Toy.Rules rules, Campaign campaign, String sku, Participant participant, Instant now) {
        Optional<Offer> offer = campaign.offer(sku);
        OrderHeld outcome = new OrderHeld(
                participant.ids().get(),
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                sku,
                rules.pack(),
                offer.map(Offer::price).orElse(Money.ZERO),
                participant.source());
        return new Decision.Run(
                new Take(participant.refusal(campaign, offer.isPresent()), sku, rules.pack(), outcome, List.of()));
    }
}
