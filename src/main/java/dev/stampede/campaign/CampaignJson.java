package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.tsid.Tsid;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.util.List;
import java.util.function.Function;

/** A campaign as shoppers and as operators see it (contract §3). */
public final class CampaignJson {
    private CampaignJson() {}

    /** What everybody may know. */
    public static ObjectNode publicView(CampaignWithStock shown) {
        Campaign campaign = shown.campaign();
        Terms terms = campaign.terms();
        ObjectNode json = Json.object();
        json.put("id", campaign.id());
        json.put("kind", campaign.kind());
        json.put("title", terms.title());
        json.put("copy", terms.copy());
        if (terms.cover() != null) {
            json.put("cover", terms.cover());
        }
        json.put("state", campaign.state().word());
        json.put("opensAt", Times.write(terms.opensAt()));
        json.put("closesAt", Times.write(terms.closesAt()));
        if (terms.announceAt() != null) {
            json.put("announceAt", Times.write(terms.announceAt()));
        }
        json.put("payWithinSeconds", terms.payWithinSeconds());
        json.put("perShopperLimit", terms.perShopperLimit());
        json.put("perOrderLimit", terms.perOrderLimit());
        ArrayNode offers = json.putArray("offers");
        for (int i = 0; i < campaign.offers().size(); i++) {
            offers.add(offer(campaign.offers().get(i), shown.stock().get(i), terms.stockShown()));
        }
        json.set("rules", terms.rules());
        json.put("refundPolicy", terms.refundPolicy());
        json.put("timeZone", terms.timeZone().getId());
        return json;
    }

    /** The same, and what only operators may know. */
    public static ObjectNode operatorView(CampaignWithStock shown) {
        Campaign campaign = shown.campaign();
        Terms terms = campaign.terms();
        ObjectNode json = publicView(shown);
        for (int i = 0; i < shown.stock().size(); i++) {
            OfferStock stock = shown.stock().get(i);
            ObjectNode offer = (ObjectNode) json.withArray("offers").get(i);
            offer.put("allocation", stock.allocated());
            offer.put("held", stock.held());
            offer.put("sold", stock.sold());
        }
        json.put("ack", terms.ack().word());
        json.put("stockShown", terms.stockShown().word());
        json.set("audience", audience(terms.audience()));
        json.put("refundable", terms.refundable());
        json.put("revision", campaign.revision());
        json.put("createdBy", campaign.createdBy());
        json.put("createdAt", Times.write(campaign.createdAt()));
        return json;
    }

    /** One page, each campaign written by {@code view}. */
    public static ObjectNode page(CampaignPage page, Function<CampaignWithStock, ObjectNode> view) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        page.items().forEach(campaign -> items.add(view.apply(campaign)));
        if (page.nextCursor() != null) {
            json.put("nextCursor", page.nextCursor());
        }
        return json;
    }

    /**
     * A page of the changes of one campaign, oldest first.
     *
     * @param found one change more than {@code limit} when there is a next page
     */
    static ObjectNode history(List<HistoryEntry> found, int limit) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        found.stream().limit(limit).map(CampaignJson::change).forEach(items::add);
        if (found.size() > limit) {
            json.put("nextCursor", Tsid.from(found.get(limit - 1).position()).toString());
        }
        return json;
    }

    private static ObjectNode change(HistoryEntry entry) {
        ObjectNode item = Json.object();
        if (entry.from() != null) {
            item.put("from", entry.from().word());
        }
        item.put("to", entry.to().word());
        item.put("at", Times.write(entry.at()));
        item.put("actor", entry.actor());
        item.put("reason", entry.reason());
        if (entry.before() != null) {
            item.set("before", entry.before());
            item.set("after", entry.after());
        }
        return item;
    }

    /** Who may take part; tags in alphabetical order. */
    public static ObjectNode audience(Audience audience) {
        ObjectNode json = Json.object();
        json.put("newcomersOnly", audience.newcomersOnly());
        ArrayNode tags = json.putArray("tags");
        audience.tags().stream().sorted().forEach(tags::add);
        return json;
    }

    private static ObjectNode offer(Offer offer, OfferStock stock, StockShown shown) {
        ObjectNode json = Json.object();
        json.put("sku", offer.sku());
        json.put("name", offer.name());
        json.put("priceFen", offer.price().fen());
        json.put("listPriceFen", offer.listPrice().fen());
        switch (shown) {
            case EXACT -> json.put("left", stock.left());
            case BAR -> json.put("soldPercent", stock.percentTaken());
            case HIDDEN -> {}
        }
        return json;
    }
}
