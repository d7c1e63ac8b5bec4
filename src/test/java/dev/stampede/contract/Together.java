package dev.stampede.contract;

import dev.stampede.contract.ContractClient.Ask;
import io.vertx.core.json.JsonObject;

/** Campaigns in which shoppers buy together, and what they do there. */
final class Together {
    private final Shop shop;

    Together(Shop shop) {
        this.shop = shop;
    }

    /** The id of a live group-buy with teams of two. */
    String groupBuy(String ack) {
        return campaign("group_buy", ack, new JsonObject().put("teamSize", 2).put("teamSeconds", 3_600));
    }

    /** The id of a live bargain with so many helpers. */
    String bargain(String ack, int helpers) {
        return campaign("bargain", ack, new JsonObject().put("floorFen", 5_000).put("helpers", helpers));
    }

    String campaign(String kind, String ack, JsonObject rules) {
        return shop.approved(draft -> draft.put("kind", kind)
                .put("ack", ack)
                .put("perShopperLimit", 5)
                .put("perOrderLimit", 1)
                .put("rules", rules));
    }

    /** Opens a team or starts a chain of tea. */
    Ask open(String operation, String campaign, String shopper) {
        return act(operation, campaign, shopper, new JsonObject().put("sku", "tea"));
    }

    /** The id of what was opened. */
    String opened(String operation, String campaign, String shopper) {
        return formation(open(operation, campaign, shopper).expect(201).json());
    }

    Ask team(String operation, String campaign, String shopper, String team) {
        return act(operation, campaign, shopper, new JsonObject().put("teamId", team));
    }

    Ask chain(String operation, String campaign, String shopper, String chain) {
        return act(operation, campaign, shopper, new JsonObject().put("chainId", chain));
    }

    static String formation(JsonObject answer) {
        return answer.getJsonObject("formation").getString("id");
    }

    private Ask act(String operation, String campaign, String shopper, JsonObject body) {
        return shop.ask(operation)
                .id(campaign)
                .token(shop.shopper(shopper))
                .key(shop.key())
                .body(body);
    }
}
