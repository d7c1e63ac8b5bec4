package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** A campaign as the body that would create it. What an operator edits or copies is put together in this form. */
final class Definition {
    private static final long MAX_ALLOCATION = 10_000_000;

    private Definition() {}

    /** With what is allocated now: units that were withdrawn are not asked for again. */
    static ObjectNode of(CampaignWithStock shown) {
        Campaign campaign = shown.campaign();
        List<Offer> offers = new ArrayList<>();
        for (int i = 0; i < campaign.offers().size(); i++) {
            Offer offer = campaign.offers().get(i);
            long allocation =
                    Math.max(1, Math.min(MAX_ALLOCATION, shown.stock().get(i).allocated()));
            offers.add(new Offer(offer.sku(), offer.name(), offer.price(), offer.listPrice(), allocation));
        }
        return of(new Draft(campaign.kind(), campaign.terms(), offers));
    }

    static ObjectNode of(Draft draft) {
        Terms terms = draft.terms();
        ObjectNode json = Json.object();
        json.put("kind", draft.kind());
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
        draft.offers().stream().map(Definition::offer).forEach(offers::add);
        // Read back, a number is of one type only, and equal definitions are equal trees.
        return Json.readOwn(Json.write(json));
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

    private static ObjectNode offer(Offer offer) {
        ObjectNode json = Json.object();
        json.put("sku", offer.sku());
        json.put("name", offer.name());
        json.put("priceFen", offer.price().fen());
        json.put("listPriceFen", offer.listPrice().fen());
        json.put("allocation", offer.granted());
        return json;
    }
}
