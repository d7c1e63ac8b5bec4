package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign promises, beside its offers: texts, times, limits, and the rules of its kind as JSON with all defaults
 * filled in.
 *
 * @param payWithinSeconds how long a held order waits for its payment
 * @param perShopperLimit units one shopper may hold or have bought, over all offers
 * @param perOrderLimit units of one order, at most {@code perShopperLimit}
 */
public record Terms(
        String title,
        String copy,
        @Nullable String cover,
        Instant opensAt,
        Instant closesAt,
        @Nullable Instant announceAt,
        int payWithinSeconds,
        int perShopperLimit,
        int perOrderLimit,
        Ack ack,
        StockShown stockShown,
        ZoneId timeZone,
        Audience audience,
        String refundPolicy,
        boolean refundable,
        ObjectNode rules) {}
