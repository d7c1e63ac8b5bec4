package dev.stampede.kind.toy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Action;
import dev.stampede.kind.CampaignKind;
import java.util.List;

/** Every draw is a pack of units. */
final class Toy implements CampaignKind<Toy.Rules> {
    private static final int MAX_PACK = 10;

    /** @param pack units of a draw, 1 to 10 */
    record Rules(int pack) {}

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Rules readRules(Fields rules) {
        return new Rules((int) rules.integer("pack", 1, MAX_PACK, 1));
    }

    @Override
    public ObjectNode writeRules(Rules rules) {
        return Json.object().put("pack", rules.pack());
    }

    @Override
    public List<Action<Rules, ?>> actions() {
        return List.of(new Draw());
    }
}
