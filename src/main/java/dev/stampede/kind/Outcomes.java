package dev.stampede.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;

/** Outcomes as one line of JSON each, with their type, as an outbox entry carries them. */
public final class Outcomes {
    /** The types, as the outbox and the tables have them. */
    public static final String ORDER_HELD = "order_held";

    public static final String ORDER_REACQUIRED = "order_reacquired";
    public static final String STOCK_WITHDRAWN = "stock_withdrawn";

    private Outcomes() {}

    public static String write(Outcome outcome) {
        return Json.write(outcome.match(Outcomes::held, Outcomes::reacquired, Outcomes::withdrawn));
    }

    /** The outcome in a line; a line that this engine did not write throws {@link IllegalStateException}. */
    public static Outcome read(String line) {
        ObjectNode json = Json.readOwn(line);
        return switch (json.path("type").asText()) {
            case ORDER_HELD -> readHeld(json);
            case ORDER_REACQUIRED -> readReacquired(json);
            case STOCK_WITHDRAWN -> readWithdrawn(json);
            default -> throw new IllegalStateException("not an outcome: " + line);
        };
    }

    private static ObjectNode held(OrderHeld held) {
        ObjectNode json = Json.object();
        json.put("type", ORDER_HELD);
        json.put("id", held.id());
        json.put("shopper", held.shopperId());
        json.put("key", held.requestKey());
        json.put("fingerprint", held.fingerprint());
        json.put("sku", held.sku());
        json.put("quantity", held.quantity());
        json.put("unitPriceFen", held.unitPrice().fen());
        if (held.source() != null) {
            json.set("source", held.source());
        }
        return json;
    }

    private static OrderHeld readHeld(ObjectNode json) {
        return new OrderHeld(
                text(json, "id"),
                text(json, "shopper"),
                text(json, "key"),
                text(json, "fingerprint"),
                text(json, "sku"),
                json.path("quantity").asInt(),
                Money.ofFen(json.path("unitPriceFen").asLong()),
                json.get("source") instanceof ObjectNode source ? source : null);
    }

    private static ObjectNode reacquired(OrderReacquired reacquired) {
        ObjectNode json = Json.object();
        json.put("type", ORDER_REACQUIRED);
        json.put("id", reacquired.id());
        json.put("order", reacquired.orderId());
        json.put("shopper", reacquired.shopperId());
        json.put("key", reacquired.requestKey());
        json.put("fingerprint", reacquired.fingerprint());
        json.put("sku", reacquired.sku());
        json.put("quantity", reacquired.quantity());
        return json;
    }

    private static OrderReacquired readReacquired(ObjectNode json) {
        return new OrderReacquired(
                text(json, "id"),
                text(json, "order"),
                text(json, "shopper"),
                text(json, "key"),
                text(json, "fingerprint"),
                text(json, "sku"),
                json.path("quantity").asInt());
    }

    private static ObjectNode withdrawn(StockWithdrawn withdrawn) {
        ObjectNode json = Json.object();
        json.put("type", STOCK_WITHDRAWN);
        json.put("id", withdrawn.id());
        json.put("key", withdrawn.requestKey());
        json.put("fingerprint", withdrawn.fingerprint());
        json.put("sku", withdrawn.sku());
        json.put("units", withdrawn.units());
        json.put("actor", withdrawn.actor());
        json.put("reason", withdrawn.reason());
        return json;
    }

    private static StockWithdrawn readWithdrawn(ObjectNode json) {
        return new StockWithdrawn(
                text(json, "id"),
                text(json, "key"),
                text(json, "fingerprint"),
                text(json, "sku"),
                json.path("units").asLong(),
                text(json, "actor"),
                text(json, "reason"));
    }

    private static String text(ObjectNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalStateException("an outcome without " + name + ": " + json);
        }
        return value.textValue();
    }
}
