package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.JsonText;
import dev.stampede.json.Times;
import java.util.List;
import java.util.function.Function;

/** An order as clients see it (contract §3). */
public final class OrderJson {
    private OrderJson() {}

    public static ObjectNode write(Order order) {
        return Json.readOwn(text(order, true));
    }

    /** The same as a text, which is what a crowd is answered with; {@code payBy} is left out while it is not known. */
    public static String text(Order order, boolean isPayByKnown) {
        JsonText json = new JsonText()
                .put("id", order.id())
                .put("campaignId", order.campaignId())
                .put("kind", order.kind())
                .put("sku", order.sku())
                .put("quantity", order.quantity())
                .put("unitPriceFen", order.unitPrice().fen())
                .put("amountFen", order.amount().fen())
                .put("state", order.state().word());
        if (isPayByKnown) {
            json.put("payBy", Times.write(order.payBy()));
        }
        json.put("createdAt", Times.write(order.createdAt()))
                .put("refundedFen", order.refunded().fen());
        if (order.formationId() != null) {
            json.put("formationId", order.formationId());
        }
        if (order.source() != null) {
            json.set("source", order.source());
        }
        if (!order.rewards().isEmpty()) {
            json.list("rewards", order.rewards().stream().map(OrderJson::reward).toList());
        }
        return json.list(
                        "history",
                        order.history().stream().map(OrderJson::change).toList())
                .end();
    }

    private static String reward(Order.Reward reward) {
        return new JsonText()
                .put("at", reward.at())
                .put("kind", reward.kind())
                .set("value", reward.value())
                .end();
    }

    private static String change(HistoryEntry entry) {
        JsonText json = new JsonText();
        if (entry.from() != null) {
            json.put("from", entry.from().word());
        }
        return json.put("to", entry.to().word())
                .put("at", Times.write(entry.at()))
                .put("cause", entry.cause())
                .end();
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
