package dev.stampede.formation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.formation.Formation.Granted;
import dev.stampede.formation.Formation.Member;
import dev.stampede.json.Json;
import dev.stampede.json.JsonText;
import dev.stampede.json.Times;
import dev.stampede.kind.CutRules;
import java.util.List;

/** A formation as everybody may see it (contract §3): nobody in it is called by more than the first sign of a name. */
public final class FormationJson {
    private static final String MASK = "**";

    private FormationJson() {}

    /** As a tree. */
    public static ObjectNode write(Formation formation) {
        return Json.readOwn(text(formation));
    }

    /** As text, for the answers to those who come into it: a tree costs several times as much. */
    public static String text(Formation formation) {
        JsonText json = new JsonText()
                .put("id", formation.id())
                .put("campaignId", formation.campaignId())
                .put("kind", formation.kind())
                .put("sku", formation.sku())
                .put("state", formation.state().word())
                .put("owner", masked(formation.ownerId()))
                .put("progress", formation.hasSeats() ? formation.paid() : formation.cuts())
                .put("goal", formation.goal());
        if (formation.hasSeats()) {
            json.put("seatsLeft", formation.isForming() ? formation.goal() - formation.seats() : 0);
        }
        json.put("deadlineAt", Times.write(formation.deadlineAt()))
                .put("priceFen", formation.priceNow().fen());
        formation
                .rules()
                .<List<CutRules>>match(seats -> List.of(), List::of)
                .forEach(rules -> json.put("floorFen", rules.floor().fen()));
        json.list(
                "members",
                formation.members().stream().map(FormationJson::member).toList());
        if (!formation.rewards().isEmpty()) {
            json.list(
                    "rewards",
                    formation.rewards().stream().map(FormationJson::reward).toList());
        }
        return json.end();
    }

    /** All of them, one after the other. */
    public static ArrayNode list(List<Formation> formations) {
        ArrayNode list = Json.array();
        formations.stream().map(FormationJson::write).forEach(list::add);
        return list;
    }

    /**
     * A page of a list.
     *
     * @param found one formation more than {@code limit} when there is a next page
     */
    static ObjectNode page(List<Formation> found, int limit) {
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        found.stream().limit(limit).map(FormationJson::write).forEach(items::add);
        if (found.size() > limit) {
            page.put("nextCursor", found.get(limit - 1).id());
        }
        return page;
    }

    /** The first sign of a name, and two stars whatever its length. */
    public static String masked(String name) {
        return name.isEmpty() ? MASK : name.substring(0, name.offsetByCodePoints(0, 1)) + MASK;
    }

    private static String member(Member member) {
        return new JsonText()
                .put("name", masked(member.shopperId()))
                .put("at", Times.write(member.at()))
                .end();
    }

    private static String reward(Granted reward) {
        return new JsonText()
                .put("at", reward.at())
                .put("role", reward.role())
                .put("name", masked(reward.shopperId()))
                .put("kind", reward.kind())
                .set("value", reward.value())
                .end();
    }
}
