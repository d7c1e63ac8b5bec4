package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Campaigns that operators of the tests ask for. */
final class Drafts {
    /** A merchant's house with one kind of campaign, whose one rule is a number. */
    static final RulesCheck KINDS = (kind, rules, offers) -> kind.equals("flash_sale")
            ? Optional.of(Json.object().put("pace", rules.integer("pace", 1, 9, 3)))
            : Optional.empty();

    private Drafts() {}

    /** A body with all that is required, open from {@code opensAt} for an hour. */
    static ObjectNode body(Instant opensAt) {
        ObjectNode body = Json.readOwn("""
                {"kind": "flash_sale", "title": "Breakfast sets", "copy": "Steamed buns,\\nsoy milk.",
                 "payWithinSeconds": 900, "perShopperLimit": 5, "perOrderLimit": 2,
                 "offers": [
                   {"sku": "buns", "name": "Buns", "priceFen": 990, "listPriceFen": 1990, "allocation": 100},
                   {"sku": "milk", "name": "Milk", "priceFen": 500, "listPriceFen": 500, "allocation": 7}]}
                """);
        body.put("opensAt", Times.write(opensAt));
        body.put("closesAt", Times.write(opensAt.plus(Duration.ofHours(1))));
        return body;
    }

    static Draft opening(Instant opensAt) {
        return read(body(opensAt));
    }

    /** The draft in a body that must be right. */
    static Draft read(ObjectNode body) {
        Fields fields = Fields.of(body);
        Draft draft = new CampaignReader(KINDS).read(fields, Instant.EPOCH);
        if (!fields.finish().isEmpty()) {
            throw new AssertionError(fields.finish());
        }
        return draft;
    }
}
