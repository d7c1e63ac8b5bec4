package dev.stampede.kind.bargain;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.Decision;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Participant;
import dev.stampede.kind.Span;
import dev.stampede.kind.Take;
import dev.stampede.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Cuts the price of somebody else's chain, once. It counts on the helper's day, in the campaign's zone. */
final class Assist implements Action<BargainRules, String> {
    @Override
    public String name() {
        return "assist";
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
    public boolean asksForNewcomers(BargainRules rules) {
        return rules.isWeighted();
    }

    @Override
    public Decision decide(
            BargainRules rules, Campaign campaign, String chainId, Participant participant, Instant now) {
        boolean isNewcomer = rules.isWeighted() && participant.isNewcomer();
        Span day = day(now, campaign.terms().timeZone());
        long dayMillis = day.from().toEpochMilli();
        CutGiven outcome = new CutGiven(
                participant.ids().get(),
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                chainId,
                "",
                0,
                Money.ZERO,
                0,
                "",
                isNewcomer,
                dayMillis,
                BargainRejection.CHAIN_CLOSED.name(),
                participant.source());
        return new Decision.Run(new Take(
                participant.refusal(campaign),
                "",
                1,
                outcome,
                List.of(day),
                List.of(
                        chainId,
                        isNewcomer ? "1" : "0",
                        Long.toString(dayMillis),
                        Integer.toString(rules.maxAssistsPerDay()),
                        Integer.toString(rules.maxAssistsPerCampaign()))));
    }

    /** The day of {@code now}: told as a window, so that a script at midnight has it decided again. */
    private static Span day(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return new Span(
                today.atStartOfDay(zone).toInstant(),
                today.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
