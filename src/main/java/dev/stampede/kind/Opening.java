package dev.stampede.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;

/**
 * A formation as it opens.
 *
 * @param slot what its opener may have only so many of at once: a name under which scripts count open formations
 * @param goal how many seats or cuts complete it, 1 to 100
 * @param price what a seat pays; of cuts, the price before the first
 * @param rules frozen for as long as it lives
 * @param deadline in Redis' clock, in ms: when it lapses; 0 until the script has decided it
 */
public record Opening(String slot, int goal, Money price, FormationRules rules, long deadline) {
    /** With what the script decided. */
    Opening decided(ObjectNode json) {
        return new Opening(slot, goal, price, rules, json.path("deadline").asLong());
    }

    ObjectNode write() {
        ObjectNode json = Json.object();
        json.put("slot", slot);
        json.put("goal", goal);
        json.put("priceFen", price.fen());
        json.set("rules", rules.write());
        return json;
    }

    /** @param decided the outcome that it is part of, with what the script decided */
    static Opening read(ObjectNode json, ObjectNode decided) {
        return new Opening(
                json.path("slot").asText(),
                json.path("goal").asInt(),
                Money.ofFen(json.path("priceFen").asLong()),
                FormationRules.read((ObjectNode) json.path("rules")),
                decided.path("deadline").asLong());
    }
}
