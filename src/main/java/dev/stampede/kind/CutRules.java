package dev.stampede.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A formation whose price falls by one cut a helper, from its start price to the floor with the last one.
 *
 * @param floor what it costs in the end
 * @param minCut the smallest cut, in fen
 * @param maxCut the largest cut, in fen
 * @param newcomerWeight what a newcomer cuts, in per cent of the part, 100 or more
 * @param selfCut what the owner cut at the start, in fen; 0 when owners don't
 * @param seed the parts are drawn from
 * @param parts what each helper cuts unless a weight changes it, in fen, in the order of their coming
 * @param holdsUnit whether the last cut takes a unit for the owner
 * @param buysEarly whether the owner may buy before the floor
 * @param claimWithinSeconds how long the owner may buy at the floor
 * @param rewards by step
 */
public record CutRules(
        Money floor,
        long minCut,
        long maxCut,
        Curve curve,
        int newcomerWeight,
        long selfCut,
        long seed,
        List<Long> parts,
        boolean holdsUnit,
        boolean buysEarly,
        int claimWithinSeconds,
        List<RewardStep> rewards)
        implements FormationRules {
    public CutRules {
        parts = List.copyOf(parts);
        rewards = List.copyOf(rewards);
    }

    @Override
    public <T> T match(Function<SeatRules, T> seats, Function<CutRules, T> cuts) {
        return cuts.apply(this);
    }

    @Override
    public String form() {
        return CUTS;
    }

    /** {@code sku goal startFen owner floorFen minCut maxCut newcomerWeight claimWithinSeconds holdsUnit buysEarly}. */
    @Override
    public String terms(String sku, int goal, Money price, String owner) {
        return String.join(
                " ",
                sku,
                Integer.toString(goal),
                Long.toString(price.fen()),
                owner,
                Long.toString(floor.fen()),
                Long.toString(minCut),
                Long.toString(maxCut),
                Integer.toString(newcomerWeight),
                Integer.toString(claimWithinSeconds),
                holdsUnit ? "1" : "0",
                buysEarly ? "1" : "0");
    }

    @Override
    public ObjectNode write() {
        ObjectNode json = Json.object();
        json.put("form", CUTS);
        json.put("floorFen", floor.fen());
        json.put("minCutFen", minCut);
        json.put("maxCutFen", maxCut);
        json.put("curve", curve.word());
        json.put("newcomerWeight", newcomerWeight);
        json.put("selfCutFen", selfCut);
        json.put("seed", Long.toString(seed));
        ArrayNode drawn = json.putArray("parts");
        parts.forEach(drawn::add);
        json.put("holdsUnit", holdsUnit);
        json.put("buysEarly", buysEarly);
        json.put("claimWithinSeconds", claimWithinSeconds);
        ArrayNode steps = json.putArray("rewards");
        for (RewardStep step : rewards) {
            ObjectNode one = steps.addObject().put("at", step.at());
            put(one, "owner", step.owner());
            put(one, "helper", step.helper());
        }
        return json;
    }

    private static void put(ObjectNode step, String role, @Nullable Reward reward) {
        if (reward != null) {
            step.putObject(role).put("kind", reward.kind()).set("value", reward.value());
        }
    }

    static CutRules readCuts(ObjectNode json) {
        List<Long> parts = new ArrayList<>();
        json.path("parts").forEach(part -> parts.add(part.asLong()));
        List<RewardStep> rewards = new ArrayList<>();
        for (JsonNode step : json.path("rewards")) {
            rewards.add(new RewardStep(step.path("at").asInt(), reward(step, "owner"), reward(step, "helper")));
        }
        return new CutRules(
                Money.ofFen(json.path("floorFen").asLong()),
                json.path("minCutFen").asLong(),
                json.path("maxCutFen").asLong(),
                Curve.ofWord(json.path("curve").asText()),
                json.path("newcomerWeight").asInt(),
                json.path("selfCutFen").asLong(),
                Long.parseLong(json.path("seed").asText()),
                parts,
                json.path("holdsUnit").asBoolean(),
                json.path("buysEarly").asBoolean(),
                json.path("claimWithinSeconds").asInt(),
                rewards);
    }

    private static @Nullable Reward reward(JsonNode step, String role) {
        JsonNode reward = step.get(role);
        return reward == null ? null : new Reward(reward.path("kind").asText(), reward.path("value"));
    }
}
