package dev.stampede.participation;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.Offer;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Proposals;
import dev.stampede.kind.Rejection;
import dev.stampede.kind.Span;
import dev.stampede.kind.Take;
import dev.stampede.kind.flashsale.FlashSale;
import dev.stampede.kind.flashsale.FlashSaleRules;
import dev.stampede.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flash sale of eggs and milk as a node sees it, and takes from it. */
final class FlashSales {
    private static final KindIndex<FlashSaleRules> KIND = KindIndex.of(new FlashSale());

    private FlashSales() {}

    static Live<FlashSaleRules> live(long revision, long generation) {
        return live(revision, generation, offer("eggs"), offer("milk"));
    }

    /** The same sale of eggs alone. */
    static Live<FlashSaleRules> ofEggs() {
        return live(1, 1, offer("eggs"));
    }

    private static Live<FlashSaleRules> live(long revision, long generation, Offer... offers) {
        Campaign plain = Proposals.campaign("flash_sale", Audience.EVERYBODY, offers);
        Campaign campaign = new Campaign(
                plain.id(),
                plain.kind(),
                plain.state(),
                revision,
                plain.terms(),
                plain.offers(),
                plain.createdBy(),
                plain.createdAt(),
                plain.approvedAt());
        return new Live<>(campaign, KIND, new FlashSaleRules(List.of()), generation);
    }

    static Take take(String shopper, String sku, int units) {
        return take(shopper, sku, units, null, List.of());
    }

    static Take take(String shopper, String sku, int units, @Nullable Rejection refusal, List<Span> windows) {
        OrderHeld held = new OrderHeld("0ABCDEFGHJKMN", shopper, "a-key-1", "abcd", sku, units, Money.ofFen(990), null);
        return new Take(refusal, sku, units, held, windows);
    }

    private static Offer offer(String sku) {
        return new Offer(sku, sku, Money.ofFen(990), Money.ofFen(990), 10);
    }
}
