package dev.stampede.formation;

import dev.stampede.formation.Formation.Granted;
import dev.stampede.formation.Formation.Member;
import dev.stampede.json.Json;
import dev.stampede.kind.FormationRules;
import dev.stampede.money.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A formation's row, with or without the shoppers in it. */
final class PgFormationRow {
    private static final String COLUMNS = """
            f.id, f.campaign_id, f.kind, f.sku, f.state, f.opener_id, f.owner_id, f.slot, f.goal, f.price_fen,
            f.rules::text AS rules, f.seats, f.paid, f.newcomers, f.cuts, f.cut_fen, f.deadline_at, f.hold_id,
            f.claim_order_id, f.lost_claims
            """;

    /** Locks {@code formation f}; a WHERE clause, an ORDER BY and FOR UPDATE follow. Nobody's names are read. */
    static final String BARE = "SELECT " + COLUMNS + ", NULL::json AS members, NULL::json AS rewards FROM formation f ";

    /** Selects what {@link #read} needs from {@code formation f}; a WHERE clause may follow. */
    static final String SELECT = "SELECT " + COLUMNS + """
            , coalesce(
                (SELECT json_agg(json_build_object('shopper', o.shopper_id, 'at', o.created_at) ORDER BY o.created_at, o.id)
                 FROM orders o
                 WHERE f.form = 'seats' AND o.formation_id = f.id AND o.state IN ('held', 'paid', 'settled', 'fulfilled')),
                (SELECT json_agg(json_build_object('shopper', c.shopper_id, 'at', c.at) ORDER BY c.position)
                 FROM cut c WHERE f.form = 'cuts' AND c.formation_id = f.id AND c.void_reason IS NULL)) AS members,
              (SELECT json_agg(json_build_object('at', r.at_cuts, 'role', r.role, 'shopper', r.shopper_id,
                                                 'kind', r.kind, 'value', r.value::text)
                               ORDER BY r.at_cuts, r.role DESC)
               FROM reward r WHERE r.formation_id = f.id) AS rewards
            FROM formation f
            """;

    private PgFormationRow() {}

    static Formation read(Row row) {
        return new Formation(
                row.getString("id"),
                row.getString("campaign_id"),
                row.getString("kind"),
                row.getString("sku"),
                FormationState.ofWord(row.getString("state")),
                row.getString("opener_id"),
                row.getString("owner_id"),
                row.getString("slot"),
                row.getInteger("goal"),
                Money.ofFen(row.getLong("price_fen")),
                FormationRules.read(Json.readOwn(row.getString("rules"))),
                row.getInteger("seats"),
                row.getInteger("paid"),
                row.getInteger("newcomers"),
                row.getInteger("cuts"),
                Money.ofFen(row.getLong("cut_fen")),
                row.getOffsetDateTime("deadline_at").toInstant(),
                row.getString("hold_id"),
                row.getString("claim_order_id"),
                row.getInteger("lost_claims"),
                list(row.getJsonArray("members"), PgFormationRow::member),
                list(row.getJsonArray("rewards"), PgFormationRow::granted));
    }

    private static <T> List<T> list(@Nullable JsonArray items, Function<JsonObject, T> read) {
        return items == null
                ? List.of()
                : items.stream().map(item -> read.apply((JsonObject) item)).toList();
    }

    private static Member member(JsonObject item) {
        return new Member(
                item.getString("shopper"),
                OffsetDateTime.parse(item.getString("at")).toInstant());
    }

    private static Granted granted(JsonObject item) {
        return new Granted(
                item.getInteger("at"),
                item.getString("role"),
                item.getString("shopper"),
                item.getString("kind"),
                Json.readOwn("{\"value\":" + item.getString("value") + "}").path("value"));
    }
}
