package dev.stampede.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.OfferStock;
import dev.stampede.campaign.StockShown;
import dev.stampede.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A hint on the bus: what is left of a campaign's offers, as far as shoppers may know.
 *
 * @param member what the figures are: {@code left} or {@code soldPercent}
 * @param stockVersion of the newest figure
 * @param figures by sku
 */
record StockTick(String campaignId, String member, long stockVersion, Map<String, Long> figures) {
    static final String ADDRESS = "stampede.stock";

    private static final int VERSION = 1;

    StockTick {
        figures = Map.copyOf(figures);
    }

    /** Nothing when the campaign hides its stock. */
    static Optional<StockTick> of(Campaign campaign, long stockVersion, Map<String, Long> left) {
        StockShown shown = campaign.terms().stockShown();
        if (shown == StockShown.HIDDEN) {
            return Optional.empty();
        }
        Map<String, Long> figures = new TreeMap<>();
        left.forEach((sku, units) ->
                figures.put(sku, shown == StockShown.EXACT ? units : Long.valueOf(percentTaken(campaign, sku, units))));
        return Optional.of(new StockTick(
                campaign.id(), shown == StockShown.EXACT ? "left" : "soldPercent", stockVersion, figures));
    }

    /** As a client gets it. */
    ObjectNode data() {
        ObjectNode data = Json.object().put("stockVersion", stockVersion);
        ArrayNode offers = data.putArray("offers");
        new TreeMap<>(figures)
                .forEach((sku, figure) -> offers.addObject().put("sku", sku).put(member, figure));
        return data;
    }

    String write() {
        ObjectNode json = Json.object()
                .put("v", VERSION)
                .put("campaignId", campaignId)
                .put("member", member)
                .put("stockVersion", stockVersion);
        ObjectNode byOffer = json.putObject("figures");
        figures.forEach(byOffer::put);
        return Json.write(json);
    }

    /** Nothing when another build wrote it in another form. */
    static Optional<StockTick> read(String text) {
        ObjectNode json = Json.readOwn(text);
        if (json.path("v").intValue() != VERSION) {
            return Optional.empty();
        }
        Map<String, Long> figures = new TreeMap<>();
        json.path("figures")
                .fields()
                .forEachRemaining(
                        figure -> figures.put(figure.getKey(), figure.getValue().longValue()));
        return Optional.of(new StockTick(
                json.path("campaignId").textValue(),
                json.path("member").textValue(),
                json.path("stockVersion").longValue(),
                figures));
    }

    private static long percentTaken(Campaign campaign, String sku, long left) {
        return campaign.offer(sku)
                .map(offer -> new OfferStock(sku, offer.granted(), offer.granted() - left, 0).percentTaken())
                .orElse(100L);
    }
}
