package dev.stampede.settlement;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.json.Json;
import dev.stampede.kind.FormationRules;
import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the formations of a campaign into Redis as Postgres has them: where each stands, who is in it, who has a slot. */
final class RedisFormations {
    private static final String FORMATIONS = """
            SELECT id, sku, opener_id, goal, price_fen, rules::text AS rules, coalesce(slot, '') AS slot,
                   CASE form WHEN 'seats' THEN seats ELSE cuts END AS count, newcomers, price_fen - cut_fen AS price_now,
                   (extract(epoch FROM deadline_at) * 1000)::bigint AS deadline, coalesce(claim_order_id, '') AS claim,
                   state NOT IN ('forming', 'formed') OR (form = 'seats' AND state = 'formed') AS is_closed
            FROM formation WHERE campaign_id = $1::text
            """;
    private static final String MEMBERS = """
            SELECT o.formation_id, o.shopper_id, o.hold_id FROM orders o JOIN formation f ON f.id = o.formation_id
            WHERE f.campaign_id = $1::text AND f.form = 'seats' AND o.state IN ('held', 'paid', 'settled', 'fulfilled')
            UNION ALL
            SELECT formation_id, shopper_id, id FROM cut WHERE campaign_id = $1::text AND void_reason IS NULL
            """;
    private static final String TALLY = """
            SELECT shopper_id AS field, count(*) AS cuts FROM cut
            WHERE campaign_id = $1::text AND void_reason IS NULL GROUP BY shopper_id
            UNION ALL
            SELECT shopper_id || '|' || day, count(*) FROM cut
            WHERE campaign_id = $1::text AND void_reason IS NULL GROUP BY shopper_id, day
            """;

    private final CampaignKeys keys;
    private final RedisCopy copy;
    private final RedisLoader loader;
    private final Map<String, Integer> slots = new TreeMap<>();

    RedisFormations(CampaignKeys keys, RedisCopy copy, RedisLoader loader) {
        this.keys = keys;
        this.copy = copy;
        this.loader = loader;
    }

    Future<Void> fill() {
        return copy.fill(keys.formation(), FORMATIONS, this::formation)
                .compose(done -> copy.fill(keys.member(), MEMBERS, RedisFormations::member))
                .compose(done -> copy.fill(keys.tally(), TALLY, RedisFormations::tally))
                .compose(done -> loader.fill(keys.slot(), slotCounts()));
    }

    /** Slots are counted over the very rows that say who has one: the rows of another look could say otherwise. */
    private void formation(Row row, List<String> pairs) {
        String id = row.getString("id");
        FormationRules rules = FormationRules.read(Json.readOwn(row.getString("rules")));
        Money price = Money.ofFen(row.getLong("price_fen"));
        put(
                pairs,
                "terms:" + id,
                rules.terms(row.getString("sku"), row.getInteger("goal"), price, row.getString("opener_id")));
        put(pairs, "deadline:" + id, row.getLong("deadline").toString());
        put(pairs, "count:" + id, row.getInteger("count").toString());
        rules.match(
                seats -> pairs.addAll(
                        List.of("newcomers:" + id, row.getInteger("newcomers").toString())),
                cuts -> pairs.addAll(List.of(
                        "rest:" + id,
                        Long.toString(row.getLong("price_now") - cuts.floor().fen()),
                        "parts:" + id,
                        cuts.parts().stream().map(String::valueOf).collect(Collectors.joining(",")))));
        put(pairs, "claim:" + id, row.getString("claim"));
        if (row.getBoolean("is_closed")) {
            put(pairs, "closed:" + id, "1");
        }
        String slot = row.getString("slot");
        put(pairs, "slot:" + id, slot);
        if (!slot.isEmpty()) {
            slots.merge(slot, 1, Integer::sum);
        }
    }

    private static void put(List<String> pairs, String field, String value) {
        if (!value.isEmpty()) {
            pairs.add(field);
            pairs.add(value);
        }
    }

    private static void member(Row row, List<String> pairs) {
        put(pairs, row.getString("formation_id") + "|" + row.getString("shopper_id"), row.getString(2));
    }

    private static void tally(Row row, List<String> pairs) {
        put(pairs, row.getString("field"), row.getLong("cuts").toString());
    }

    private List<String> slotCounts() {
        List<String> pairs = new ArrayList<>();
        slots.forEach((slot, open) -> put(pairs, slot, open.toString()));
        return pairs;
    }
}
