package dev.stampede.kind.bargain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.kind.Reward;
import dev.stampede.kind.RewardStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rewards of a bargain as an operator writes them. */
final class Rewards {
    private static final int LONGEST_VALUE = 200;

    private Rewards() {}

    /** Steps by number of helpers, ascending; what is wrong is reported to {@code rules}. */
    static List<RewardStep> read(Fields rules, int helpers) {
        List<RewardStep> steps = new ArrayList<>();
        int last = 0;
        for (Fields step : rules.objects("rewards", 0, helpers)) {
            int at = (int) step.integer("at", 1, helpers);
            if (step.isClean("at") && at <= last) {
                step.violation("at", "conflict", "must be above the step before");
            }
            last = Math.max(last, at);
            if (!step.has("owner") && !step.has("helper")) {
                step.violation("owner", "required", "is required, or helper is");
            }
            steps.add(new RewardStep(at, reward(step, "owner"), reward(step, "helper")));
        }
        return steps;
    }

    static ObjectNode write(RewardStep step) {
        ObjectNode json = Json.object().put("at", step.at());
        put(json, "owner", step.owner());
        put(json, "helper", step.helper());
        return json;
    }

    private static @Nullable Reward reward(Fields step, String role) {
        Fields reward = step.object(role);
        if (!step.has(role)) {
            return null;
        }
        String kind = reward.name("kind");
        JsonNode value = reward.ask("value");
        return new Reward(
                kind,
                value != null && value.isTextual()
                        ? TextNode.valueOf(reward.text("value", 1, LONGEST_VALUE))
                        : LongNode.valueOf(reward.integer("value", -Fields.MAX_EXACT, Fields.MAX_EXACT)));
    }

    private static void put(ObjectNode step, String role, @Nullable Reward reward) {
        if (reward != null) {
            step.putObject(role).put("kind", reward.kind()).set("value", reward.value());
        }
    }
}
