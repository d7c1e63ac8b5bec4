package dev.stampede.participation;

import dev.stampede.campaign.Campaign;
import dev.stampede.kind.OrderHeld;
import dev.stampede.money.Money;
import dev.stampede.order.HistoryEntry;
import dev.stampede.order.Order;
import dev.stampede.order.OrderState;
import dev.stampede.settlement.Settled;
import java.time.Instant;
import java.util.List;

/** What an accepted outcome will become, told before its row is committed. */
final class Reserved {
    private Reserved() {}

    static Settled settled(Campaign campaign, OrderHeld held, long redisNow) {
        Instant now = Instant.ofEpochMilli(redisNow);
        return new Settled(new Order(
                held.id(),
                campaign.id(),
                campaign.kind(),
                held.shopperId(),
                held.sku(),
                held.quantity(),
                held.unitPrice(),
                held.amount(),
                Money.ZERO,
                OrderState.HELD,
                now.plusSeconds(campaign.terms().payWithinSeconds()),
                now,
                held.source(),
                null,
                List.of(new HistoryEntry(null, OrderState.HELD, now, "accepted"))));
    }
}
