package dev.stampede.kind.flashsale;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.CommonRejection;
import dev.stampede.kind.Decision;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.SkuField;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Buys units of one offer: they are held for the shopper until the payment deadline. */
final class Purchase implements Action<FlashSaleRules, Purchase.Command> {
    private static final int MAX_UNITS = 1_000;

    /** What a shopper sends. */
    record Command(String sku, int quantity) {}

    @Override
    public String name() {
        return "purchase";
    }

    @Override
    public Command read(Fields body, Campaign campaign) {
        return new Command(SkuField.read(body, campaign), (int) body.integer("quantity", 1, MAX_UNITS));
    }

    @Override
    public String canonical(Command command) {
        return command.sku() + " " + command.quantity();
    }

    @Override
    public boolean sellsFromStockAlone() {
        return true;
    }

    @Override
    public Decision decide(
            FlashSaleRules rules, Campaign campaign, Command command, Participant participant, Instant now) {
        Optional<Offer> offer = campaign.offer(command.sku());
        OrderHeld outcome = new OrderHeld(
                participant.ids().get(),
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                command.sku(),
                command.quantity(),
                offer.map(Offer::price).orElse(Money.ZERO),
                participant.source());
        Rejection refusal = refusal(campaign, command, participant, offer.isPresent());
        return new Decision.Run(
                new Take(refusal, command.sku(), command.quantity(), outcome, rules.nearest(now, campaign.terms())));
    }

    private static @Nullable Rejection refusal(
            Campaign campaign, Command command, Participant participant, boolean offerExists) {
        Rejection refusal = participant.refusal(campaign, offerExists);
        if (refusal != null) {
            return refusal;
        }
        return command.quantity() > campaign.terms().perOrderLimit() ? CommonRejection.LIMIT_REACHED : null;
    }
}
