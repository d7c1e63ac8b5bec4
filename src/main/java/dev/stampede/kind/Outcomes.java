package dev.stampede.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;

/** Outcomes as one line of JSON each, with their type, as an outbox entry carries them. */
public final class Outcomes {
    private Outcomes() {}

    public static String write(Outcome outcome) {
        OrderHeld held = (OrderHeld) outcome;
        ObjectNode json = Json.object();
        json.put("type", "order_held");
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
        return Json.write(json);
    }

    /** The outcome in a line; a line that this engine did not write throws {@link IllegalStateException}. */
    public static Outcome read(String line) {
        ObjectNode json = Json.readOwn(line);
        if (!json.path("type").asText().equals("order_held")) {
            throw new IllegalStateException("not an outcome: " + line);
        }
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

    private static String text(ObjectNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalStateException("an outcome without " + name + ": " + json);
        }
        return value.textValue();
    }
}
