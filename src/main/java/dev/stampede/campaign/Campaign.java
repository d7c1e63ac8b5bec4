package dev.stampede.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One campaign as Postgres has it at a revision.
 *
 * @param id a TSID of 13 characters
 * @param kind the name of its kind, such as {@code flash_sale}
 * @param revision raised by every change; starts at 1
 * @param offers 1 to 20, in the operator's order
 * @param approvedAt null until it is approved; a campaign that never was is never seen in public
 */
public record Campaign(
        String id,
        String kind,
        CampaignState state,
        long revision,
        Terms terms,
        List<Offer> offers,
        String createdBy,
        Instant createdAt,
        @Nullable Instant approvedAt) {
    private static final int ID_LENGTH = 13;

    public Campaign {
        offers = List.copyOf(offers);
    }

    /** Whether a text can be the id of a campaign at all: 13 characters of Crockford's base 32, which hold 64 bits. */
    public static boolean isId(String text) {
        if (text.length() != ID_LENGTH || text.charAt(0) > 'F') {
            return false;
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean isLetter = c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U';
            if (!isLetter && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** The offer with that sku, or nothing. */
    public Optional<Offer> offer(String sku) {
        for (Offer offer : offers) {
            if (offer.sku().equals(sku)) {
                return Optional.of(offer);
            }
        }
        return Optional.empty();
    }

    /** Whether shoppers may see it, apart from the time. */
    public boolean isInPublic() {
        return approvedAt != null && state.isPublic();
    }

    /** Whether shoppers may see it at {@code now}: approved, and announced when it has an {@code announceAt}. */
    public boolean isVisibleAt(Instant now) {
        Instant announceAt = terms.announceAt();
        return isInPublic() && (announceAt == null || !now.isBefore(announceAt));
    }
}
