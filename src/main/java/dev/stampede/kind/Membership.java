package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an order is to a formation: a seat in it, or what its owner buys at its price.
 *
 * @param isNewcomer whether the shopper had no settled order when the seat was taken
 * @param closedCode what is said when the formation is no longer open for it once the outcome settles
 * @param hasUnit whether it takes over the unit that the formation holds, decided by the script
 * @param opening of the formation that the order opens, or null
 */
public record Membership(
        String formationId,
        boolean isNewcomer,
        String closedCode,
        boolean hasUnit,
        @Nullable Opening opening) {
    /** Of an order that takes its own unit. */
    public Membership(String formationId, boolean isNewcomer, String closedCode, @Nullable Opening opening) {
        this(formationId, isNewcomer, closedCode, false, opening);
    }

    /** With what the script decided. */
    Membership decided(ObjectNode json) {
        return new Membership(
                formationId,
                isNewcomer,
                closedCode,
                json.path("hasUnit").asBoolean(),
                opening == null ? null : opening.decided(json));
    }

    ObjectNode write() {
        ObjectNode json = Json.object();
        json.put("id", formationId);
        json.put("isNewcomer", isNewcomer);
        json.put("closedCode", closedCode);
        if (opening != null) {
            json.set("opening", opening.write());
        }
        return json;
    }

    static Membership read(ObjectNode json, ObjectNode decided) {
        return new Membership(
                json.path("id").asText(),
                json.path("isNewcomer").asBoolean(),
                json.path("closedCode").asText(),
                decided.path("hasUnit").asBoolean(),
                json.get("opening") instanceof ObjectNode opening ? Opening.read(opening, decided) : null);
    }
}
