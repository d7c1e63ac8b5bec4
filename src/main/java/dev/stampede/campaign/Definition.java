package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** A campaign as the body that would create it. What an operator edits or copies is put together in this form. */
final class Definition {
    private static final long MAX_ALLOCATION = 10_000_000;

    private Definition() {}

    static ObjectNode of(CampaignWithStock shown) {
        Campaign campaign = shown.campaign();
        Terms terms = campaign.terms();
        ObjectNode json = Json.object();
        json.put("kind", campaign.kind());
        json.put("title", terms.title());
        json.put("copy", terms.copy());
        json.put("cover", terms.cover());
        json.put("opensAt", Times.write(terms.opensAt()));
        json.put("closesAt", Times.write(terms.closesAt()));
        json.put("announceAt", terms.announceAt() == null ? null : Times.write(terms.announceAt()));
        json.put("payWithinSeconds", terms.payWithinSeconds());
        json.put("perShopperLimit", terms.perShopperLimit());
        json.put("perOrderLimit", terms.perOrderLimit());
        json.put("ack", terms.ack().word());
        json.put("stockShown", terms.stockShown().word());
        json.put("timeZone", terms.timeZone().getId());
        json.set("audience", CampaignJson.audience(terms.audience()));
        json.put("refundPolicy", terms.refundPolicy());
        json.put("refundable", terms.refundable());
        json.set("rules", terms.rules());
        ArrayNode offers = json.putArray("offers");
        for (int i = 0; i < campaign.offers().size(); i++) {
            offers.add(offer(campaign.offers().get(i), shown.stock().get(i)));
        }
        return json;
    }

    /** The members of {@code left} whose value is another one in {@code right}. Both are definitions. */
    static ObjectNode difference(ObjectNode left, ObjectNode right) {
        ObjectNode json = Json.object();
        left.properties().forEach(member -> {
            if (!member.getValue().equals(right.get(member.getKey()))) {
                json.set(member.getKey(), member.getValue());
            }
        });
        return json;
    }

    /**
     * The definition for another run. It keeps its times while {@code opensAt} is ahead; else all times move by the smallest
     * number of whole days, in the campaign's time zone, that brings {@code opensAt} ahead.
     */
    static ObjectNode again(CampaignWithStock shown, Instant now) {
        Terms terms = shown.campaign().terms();
        ZoneId zone = terms.timeZone();
        long days = daysUntilAhead(terms.opensAt().atZone(zone), now);
        ObjectNode json = of(shown);
        if (days > 0) {
            Instant opensAt = later(terms.opensAt(), zone, days);
            Duration open = Duration.between(terms.opensAt(), terms.closesAt());
            Instant closesAt = later(terms.closesAt(), zone, days);
            // A clock change in between must not turn a short sale around.
            json.put("closesAt", Times.write(closesAt.isAfter(opensAt) ? closesAt : opensAt.plus(open)));
            json.put("opensAt", Times.write(opensAt));
            if (terms.announceAt() != null) {
                Instant announceAt = later(terms.announceAt(), zone, days);
                json.put("announceAt", Times.write(announceAt.isAfter(opensAt) ? opensAt : announceAt));
            }
        }
        return json;
    }

    private static long daysUntilAhead(ZonedDateTime opensAt, Instant now) {
        long days = Math.max(0, Duration.between(opensAt.toInstant(), now).toDays() - 1);
        while (!opensAt.plusDays(days).toInstant().isAfter(now)) {
            days++;
        }
        return opensAt.toInstant().isAfter(now) ? 0 : days;
    }

    private static Instant later(Instant time, ZoneId zone, long days) {
        return time.atZone(zone).plusDays(days).toInstant();
    }

    private static ObjectNode offer(Offer offer, OfferStock stock) {
        ObjectNode json = Json.object();
        json.put("sku", offer.sku());
        json.put("name", offer.name());
        json.put("priceFen", offer.price().fen());
        json.put("listPriceFen", offer.listPrice().fen());
        json.put("allocation", Math.max(1, Math.min(MAX_ALLOCATION, stock.allocated())));
        return json;
    }
}
