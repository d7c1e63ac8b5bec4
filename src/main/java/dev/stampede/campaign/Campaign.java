package dev.stampede.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One campaign as Postgres has it at a revision.
 *
 * @param id a TSID of 13 characters
 * @param kind the name of its kind, such as {@code flash_sale}
 * @param revision raised by every change; starts at 1
 * @param offers 1 to 20, in the operator's order
 */
public record Campaign(
        String id,
        String kind,
        CampaignState state,
        long revision,
        Terms terms,
        List<Offer> offers,
        String createdBy,
        Instant createdAt) {
    public Campaign {
        offers = List.copyOf(offers);
    }

    /** The offer with that sku, or nothing. */
    public Optional<Offer> offer(String sku) {
        return offers.stream().filter(offer -> offer.sku().equals(sku)).findFirst();
    }

    /** Whether shoppers may see it at {@code now}: approved, and announced when it has an {@code announceAt}. */
    public boolean isVisibleAt(Instant now) {
        Instant announceAt = terms.announceAt();
        return state.isPublic() && (announceAt == null || !now.isBefore(announceAt));
    }
}
