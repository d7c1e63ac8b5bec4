package dev.stampede.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** What makes campaigns of one offer, "item", for one unit a shopper. */
final class Campaigns {
    static final int PRICE_FEN = 2_990;
    static final int FLOOR_FEN = 990;

    private static final Duration OPEN_FOR = Duration.ofHours(1);
    private static final int PAY_WITHIN_SECONDS = 900;

    private Campaigns() {}

    static ObjectNode flashSale(int stock, Instant opensAt) {
        return campaign("flash_sale", stock, opensAt, PAY_WITHIN_SECONDS);
    }

    /** @param seconds how long a team may take; whoever does not pay loses the seat in half of it */
    static ObjectNode groupBuy(int stock, Instant opensAt, int size, int seconds) {
        ObjectNode campaign = campaign("group_buy", stock, opensAt, Math.max(1, seconds / 2));
        campaign.putObject("rules")
                .put("teamSize", size)
                .put("teamSeconds", seconds)
                .put("maxOpenTeamsPerShopper", 1);
        return campaign;
    }

    static ObjectNode bargain(int stock, Instant opensAt, int helpers, int seconds) {
        ObjectNode campaign = campaign("bargain", stock, opensAt, PAY_WITHIN_SECONDS);
        campaign.putObject("rules")
                .put("floorFen", FLOOR_FEN)
                .put("helpers", helpers)
                .put("chainSeconds", seconds);
        return campaign;
    }

    private static ObjectNode campaign(String kind, int stock, Instant opensAt, int payWithinSeconds) {
        ObjectNode campaign = Json.object()
                .put("kind", kind)
                .put("title", "Load test")
                .put("copy", stock + " units for a crowd")
                .put("opensAt", opensAt.toString())
                .put("closesAt", opensAt.plus(OPEN_FOR).toString())
                .put("payWithinSeconds", payWithinSeconds)
                .put("perShopperLimit", 1)
                .put("perOrderLimit", 1);
        campaign.putArray("offers")
                .addObject()
                .put("sku", "item")
                .put("name", "Item")
                .put("priceFen", PRICE_FEN)
                .put("listPriceFen", PRICE_FEN)
                .put("allocation", stock);
        return campaign;
    }
}
