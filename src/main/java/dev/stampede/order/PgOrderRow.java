package dev.stampede.order;

import dev.stampede.json.Json;
import dev.stampede.money.Money;
import dev.stampede.order.Order.Reward;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order's row and its history in one query. */
public final class PgOrderRow {
    /** Selects what {@link #read} needs from {@code orders o}; a WHERE clause may follow. */
    public static final String SELECT = """
            SELECT o.id, o.campaign_id, o.kind, o.shopper_id, o.sku, o.quantity, o.unit_price_fen, o.amount_fen,
                   o.refunded_fen, o.state, o.pay_by, o.created_at, o.source::text AS source, o.void_reason,
                   o.formation_id,
                   CASE WHEN o.formation_id IS NOT NULL THEN
                     (SELECT json_agg(json_build_object('at', r.at_cuts, 'kind', r.kind, 'value', r.value::text)
                                      ORDER BY r.at_cuts)
                      FROM reward r
                      WHERE r.formation_id = o.formation_id AND r.role = 'owner' AND r.shopper_id = o.shopper_id)
                   END AS rewards,
                   (SELECT json_agg(
                             json_build_object('from', h.from_state, 'to', h.to_state, 'at', h.at, 'cause', h.cause)
                             ORDER BY h.position)
                    FROM order_history h WHERE h.order_id = o.id) AS history
            FROM orders o
            """;

    private PgOrderRow() {}

    public static Order read(Row row) {
        String source = row.getString("source");
        return new Order(
                row.getString("id"),
                row.getString("campaign_id"),
                row.getString("kind"),
                row.getString("shopper_id"),
                row.getString("sku"),
                row.getInteger("quantity"),
                Money.ofFen(row.getLong("unit_price_fen")),
                Money.ofFen(row.getLong("amount_fen")),
                Money.ofFen(row.getLong("refunded_fen")),
                OrderState.ofWord(row.getString("state")),
                row.getOffsetDateTime("pay_by").toInstant(),
                row.getOffsetDateTime("created_at").toInstant(),
                source == null ? null : Json.readOwn(source),
                row.getString("void_reason"),
                history(row.getJsonArray("history")),
                row.getString("formation_id"),
                rewards(row.getJsonArray("rewards")));
    }

    private static List<HistoryEntry> history(@Nullable JsonArray entries) {
        return entries == null
                ? List.of()
                : entries.stream().map(entry -> entry((JsonObject) entry)).toList();
    }

    private static List<Reward> rewards(@Nullable JsonArray granted) {
        return granted == null
                ? List.of()
                : granted.stream().map(one -> reward((JsonObject) one)).toList();
    }

    private static Reward reward(JsonObject granted) {
        return new Reward(
                granted.getInteger("at"),
                granted.getString("kind"),
                Json.readOwn("{\"value\":" + granted.getString("value") + "}").path("value"));
    }

    private static HistoryEntry entry(JsonObject entry) {
        String from = entry.getString("from");
        return new HistoryEntry(
                from == null ? null : OrderState.ofWord(from),
                OrderState.ofWord(entry.getString("to")),
                OffsetDateTime.parse(entry.getString("at")).toInstant(),
                entry.getString("cause"));
    }
}
