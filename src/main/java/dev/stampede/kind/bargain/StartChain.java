package dev.stampede.kind.bargain;

import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.Decision;
import dev.stampede.kind.FormationOpened;
import dev.stampede.kind.Opening;
import dev.stampede.kind.Participant;
import dev.stampede.kind.SkuField;
import dev.stampede.kind.Take;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Starts a chain for one offer, with its cuts drawn. It takes no unit. An offer that does not exist is refused; another stands in for it. */
final class StartChain implements Action<BargainRules, String> {
    @Override
    public String name() {
        return "start_chain";
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
    public Decision decide(BargainRules rules, Campaign campaign, String sku, Participant participant, Instant now) {
        Optional<Offer> offer = campaign.offer(sku);
        String chainId = participant.ids().get();
        Opening opening = rules.opening(
                participant.shopperId(), offer.orElse(campaign.offers().get(0)), seed(chainId, participant));
        List<Long> parts = opening.rules().match(seats -> List.of(), CutRules::parts);
        FormationOpened outcome = new FormationOpened(
                chainId,
                participant.shopperId(),
                participant.requestKey(),
                participant.fingerprint(),
                sku,
                participant.source(),
                opening);
        return new Decision.Run(new Take(
                participant.refusal(campaign, offer.isPresent()),
                sku,
                1,
                outcome,
                List.of(),
                List.of(
                        opening.rules().terms(sku, opening.goal(), opening.price(), participant.shopperId()),
                        opening.slot(),
                        Integer.toString(rules.chainSeconds()),
                        Long.toString(parts.stream().mapToLong(Long::longValue).sum()),
                        parts.stream().map(Object::toString).collect(Collectors.joining(",")))));
    }

    /** Of the id, which no client can choose, and the request key, which no helper can know. */
    private static long seed(String chainId, Participant participant) {
        String text = chainId + " " + participant.requestKey();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
