package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.util.List;
import java.util.function.Function;

/** An order as clients see it (contract §3). */
public final class OrderJson {
    private OrderJson() {}

    public static ObjectNode write(Order order) {
        ObjectNode json = Json.object();
        json.put("id", order.id());
        json.put("campaignId", order.campaignId());
        json.put("kind", order.kind());
        json.put("sku", order.sku());
        json.put("quantity", order.quantity());
        json.put("unitPriceFen", order.unitPrice().fen());
        json.put("amountFen", order.amount().fen());
        json.put("state", order.state().word());
        json.put("payBy", Times.write(order.payBy()));
        json.put("createdAt", Times.write(order.createdAt()));
        json.put("refundedFen", order.refunded().fen());
        if (order.formationId() != null) {
            json.put("formationId", order.formationId());
        }
        if (order.source() != null) {
            json.set("source", order.source());
        }
        putRewards(json, order.rewards());
        ArrayNode history = json.putArray("history");
        for (HistoryEntry entry : order.history()) {
            ObjectNode line = history.addObject();
            if (entry.from() != null) {
                line.put("from", entry.from().word());
            }
            line.put("to", entry.to().word());
            line.put("at", Times.write(entry.at()));
            line.put("cause", entry.cause());
        }
        return json;
    }

    private static void putRewards(ObjectNode json, List<Order.Reward> rewards) {
        if (rewards.isEmpty()) {
            return;
        }
        ArrayNode granted = json.putArray("rewards");
        for (Order.Reward reward : rewards) {
            granted.addObject()
                    .put("at", reward.at())
                    .put("kind", reward.kind())
                    .set("value", reward.value());
        }
    }

    /**
     * A page of a list.
     *
     * @param found one order more than {@code limit} when there is a next page
     */
    static ObjectNode page(List<Order> found, int limit, Function<Order, ObjectNode> view) {
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        found.stream().limit(limit).map(view).forEach(items::add);
        if (found.size() > limit) {
            page.put("nextCursor", found.get(limit - 1).id());
        }
        return page;
    }
}
