package dev.stampede.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.JsonText;
import dev.stampede.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as one line of JSON each, with their type, as an outbox entry carries them. What a script decides is left out of
 * the line that it is given; the script adds it at the end.
 */
public final class Outcomes {
    /** The types, as the outbox and the tables have them. */
    public static final String ORDER_HELD = "order_held";

    public static final String ORDER_REACQUIRED = "order_reacquired";
    public static final String STOCK_WITHDRAWN = "stock_withdrawn";
    public static final String FORMATION_OPENED = "formation_opened";
    public static final String CUT_GIVEN = "cut_given";

    private Outcomes() {}

    public static String write(Outcome outcome) {
        return outcome.match(Outcomes::held, Outcomes::reacquired, Outcomes::withdrawn, Outcomes::opened, Outcomes::cut)
                .end();
    }

    /** The outcome in a line; a line that this engine did not write throws {@link IllegalStateException}. */
    public static Outcome read(String line) {
        ObjectNode json = Json.readOwn(line);
        return switch (json.path("type").asText()) {
            case ORDER_HELD -> readHeld(json);
            case ORDER_REACQUIRED -> readReacquired(json);
            case STOCK_WITHDRAWN -> readWithdrawn(json);
            case FORMATION_OPENED -> readOpened(json);
            case CUT_GIVEN -> readCut(json);
            default -> throw new IllegalStateException("not an outcome: " + line);
        };
    }

    /**
     * An outcome with what a script decided of it, as {@link #read} finds both in the line that the script completes.
     *
     * @param members the JSON members that the script put behind the outcome's own
     */
    public static Outcome decided(Outcome outcome, String members) {
        ObjectNode json = Json.readOwn("{" + members + "}");
        return outcome.match(
                held -> decided(held, json),
                reacquired -> reacquired,
                withdrawn -> withdrawn,
                opened -> decided(opened, json),
                given -> decided(given, json));
    }

    private static JsonText held(OrderHeld held) {
        JsonText json = asked(ORDER_HELD, held);
        json.put("quantity", held.quantity());
        if (!held.sku().isEmpty()) {
            json.put("sku", held.sku());
            json.put("unitPriceFen", held.unitPrice().fen());
        }
        putSource(json, held.source());
        Membership membership = held.membership();
        if (membership != null) {
            json.set("formation", membership.write());
            if (membership.hasUnit()) {
                json.put("hasUnit", true);
            }
            putDeadline(
                    json,
                    membership.opening() == null ? 0 : membership.opening().deadline());
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
                source(json),
                json.get("formation") instanceof ObjectNode formation ? Membership.read(formation, json) : null);
    }

    private static OrderHeld decided(OrderHeld held, ObjectNode json) {
        return new OrderHeld(
                held.id(),
                held.shopperId(),
                held.requestKey(),
                held.fingerprint(),
                json.path("sku").asText(held.sku()),
                held.quantity(),
                json.has("unitPriceFen") ? Money.ofFen(json.path("unitPriceFen").asLong()) : held.unitPrice(),
                held.source(),
                held.membership() == null ? null : held.membership().decided(json));
    }

    private static JsonText reacquired(OrderReacquired reacquired) {
        JsonText json = asked(ORDER_REACQUIRED, reacquired);
        json.put("order", reacquired.orderId());
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

    private static JsonText withdrawn(StockWithdrawn withdrawn) {
        JsonText json = new JsonText();
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

    private static JsonText opened(FormationOpened opened) {
        JsonText json = asked(FORMATION_OPENED, opened);
        json.put("sku", opened.sku());
        putSource(json, opened.source());
        json.set("opening", opened.opening().write());
        putDeadline(json, opened.opening().deadline());
        return json;
    }

    private static FormationOpened readOpened(ObjectNode json) {
        return new FormationOpened(
                text(json, "id"),
                text(json, "shopper"),
                text(json, "key"),
                text(json, "fingerprint"),
                text(json, "sku"),
                source(json),
                Opening.read((ObjectNode) json.path("opening"), json));
    }

    private static FormationOpened decided(FormationOpened opened, ObjectNode json) {
        return new FormationOpened(
                opened.id(),
                opened.shopperId(),
                opened.requestKey(),
                opened.fingerprint(),
                opened.sku(),
                opened.source(),
                opened.opening().decided(json));
    }

    private static JsonText cut(CutGiven given) {
        JsonText json = asked(CUT_GIVEN, given);
        json.put("formation", given.formationId());
        json.put("isNewcomer", given.isNewcomer());
        json.put("day", given.day());
        json.put("closedCode", given.closedCode());
        putSource(json, given.source());
        if (!given.sku().isEmpty()) {
            json.put("sku", given.sku());
            json.put("position", given.position());
            json.put("cutFen", given.cut().fen());
            json.put("unitFor", given.unitFor());
            putDeadline(json, given.deadline());
        }
        return json;
    }

    private static CutGiven readCut(ObjectNode json) {
        return new CutGiven(
                text(json, "id"),
                text(json, "shopper"),
                text(json, "key"),
                text(json, "fingerprint"),
                text(json, "formation"),
                text(json, "sku"),
                json.path("position").asInt(),
                Money.ofFen(json.path("cutFen").asLong()),
                json.path("deadline").asLong(),
                json.path("unitFor").asText(),
                json.path("isNewcomer").asBoolean(),
                json.path("day").asLong(),
                text(json, "closedCode"),
                source(json));
    }

    private static CutGiven decided(CutGiven given, ObjectNode json) {
        return new CutGiven(
                given.id(),
                given.shopperId(),
                given.requestKey(),
                given.fingerprint(),
                given.formationId(),
                text(json, "sku"),
                json.path("position").asInt(),
                Money.ofFen(json.path("cutFen").asLong()),
                json.path("deadline").asLong(),
                json.path("unitFor").asText(),
                given.isNewcomer(),
                given.day(),
                given.closedCode(),
                given.source());
    }

    private static JsonText asked(String type, Outcome outcome) {
        JsonText json = new JsonText();
        json.put("type", type);
        json.put("id", outcome.id());
        json.put("shopper", outcome.shopperId());
        json.put("key", outcome.requestKey());
        json.put("fingerprint", outcome.fingerprint());
        return json;
    }

    private static void putSource(JsonText json, @Nullable ObjectNode source) {
        if (source != null) {
            json.set("source", source);
        }
    }

    private static @Nullable ObjectNode source(ObjectNode json) {
        return json.get("source") instanceof ObjectNode source ? source : null;
    }

    private static void putDeadline(JsonText json, long deadline) {
        if (deadline > 0) {
            json.put("deadline", deadline);
        }
    }

    private static String text(ObjectNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalStateException("an outcome without " + name + ": " + json);
        }
        return value.textValue();
    }
}
