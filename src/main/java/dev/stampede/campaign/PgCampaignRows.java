package dev.stampede.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads campaigns with their offers, each in one statement, so that a campaign and its stock belong together. */
final class PgCampaignRows {
    private static final String SELECT = """
            SELECT c.id, c.kind, c.title, c.copy, c.cover, c.state, c.revision, c.opens_at, c.closes_at, c.announce_at,
                   c.pay_within_seconds, c.per_shopper_limit, c.per_order_limit, c.ack, c.stock_shown, c.time_zone,
                   c.audience::text AS audience, c.refund_policy, c.refundable, c.rules::text AS rules,
                   c.created_by, c.created_at, c.approved_at,
                   (SELECT json_build_object('offers', json_agg(json_build_object(
                             'sku', o.sku, 'name', o.name, 'price', o.price_fen, 'listPrice', o.list_price_fen,
                             'granted', o.granted, 'withdrawn', o.withdrawn, 'held', o.held, 'sold', o.sold)
                             ORDER BY o.position))
                    FROM offer o WHERE o.campaign_id = c.id)::text AS offers
            FROM campaign c
            """;
    private static final String BY_ID = SELECT + "WHERE c.id = $1::text";
    private static final String BY_FILTER = SELECT + """
            WHERE ($1::text IS NULL OR c.kind = $1::text)
              AND c.state = ANY ($2::text[])
              AND ($3::timestamptz IS NULL OR
                   c.approved_at IS NOT NULL AND (c.announce_at IS NULL OR c.announce_at <= $3::timestamptz))
              AND ($4::text IS NULL OR c.id < $4::text)
            ORDER BY c.id DESC
            LIMIT $5::int
            """;

    private PgCampaignRows() {}

    static Future<Optional<CampaignWithStock>> find(SqlClient client, String id) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(rows -> all(rows).stream()
                .findFirst());
    }

    static Future<CampaignPage> list(SqlClient client, CampaignFilter filter) {
        Tuple values = Tuple.of(
                filter.kind(), states(filter), parameter(filter.visibleAt()), filter.cursor(), filter.limit() + 1);
        return client.preparedQuery(BY_FILTER).execute(values).map(rows -> page(all(rows), filter.limit()));
    }

    /** One row more than the page holds was asked for: it only tells that there is a next page. */
    private static CampaignPage page(List<CampaignWithStock> found, int limit) {
        if (found.size() <= limit) {
            return new CampaignPage(found, null);
        }
        List<CampaignWithStock> items = found.subList(0, limit);
        return new CampaignPage(items, items.get(limit - 1).campaign().id());
    }

    private static String[] states(CampaignFilter filter) {
        List<String> words = new ArrayList<>();
        for (CampaignState state : CampaignState.values()) {
            boolean asked = filter.state() == null || filter.state() == state;
            boolean allowed = filter.visibleAt() == null || state.isPublic();
            if (asked && allowed) {
                words.add(state.word());
            }
        }
        return words.toArray(String[]::new);
    }

    private static List<CampaignWithStock> all(RowSet<Row> rows) {
        List<CampaignWithStock> found = new ArrayList<>();
        for (Row row : rows) {
            List<Offer> offers = new ArrayList<>();
            List<OfferStock> stock = new ArrayList<>();
            for (JsonNode offer : Json.readOwn(row.getString("offers")).path("offers")) {
                offers.add(offer(offer));
                stock.add(stock(offer));
            }
            found.add(new CampaignWithStock(campaign(row, offers), stock));
        }
        return found;
    }

    private static Campaign campaign(Row row, List<Offer> offers) {
        return new Campaign(
                row.getString("id"),
                row.getString("kind"),
                CampaignState.ofWord(row.getString("state")),
                row.getLong("revision"),
                terms(row),
                offers,
                row.getString("created_by"),
                time(row, "created_at"),
                optional(row, "approved_at"));
    }

    private static Terms terms(Row row) {
        return new Terms(
                row.getString("title"),
                row.getString("copy"),
                row.getString("cover"),
                time(row, "opens_at"),
                time(row, "closes_at"),
                optional(row, "announce_at"),
                row.getInteger("pay_within_seconds"),
                row.getInteger("per_shopper_limit"),
                row.getInteger("per_order_limit"),
                Ack.valueOf(row.getString("ack").toUpperCase(Locale.ROOT)),
                StockShown.valueOf(row.getString("stock_shown").toUpperCase(Locale.ROOT)),
                ZoneId.of(row.getString("time_zone")),
                audience(Json.readOwn(row.getString("audience"))),
                row.getString("refund_policy"),
                row.getBoolean("refundable"),
                Json.readOwn(row.getString("rules")));
    }

    private static Audience audience(ObjectNode json) {
        Set<String> tags = new LinkedHashSet<>();
        json.path("tags").forEach(tag -> tags.add(tag.textValue()));
        return new Audience(json.path("newcomersOnly").booleanValue(), tags);
    }

    private static Offer offer(JsonNode json) {
        return new Offer(
                json.path("sku").textValue(),
                json.path("name").textValue(),
                Money.ofFen(json.path("price").longValue()),
                Money.ofFen(json.path("listPrice").longValue()),
                json.path("granted").longValue());
    }

    private static OfferStock stock(JsonNode json) {
        return new OfferStock(
                json.path("sku").textValue(),
                json.path("granted").longValue() - json.path("withdrawn").longValue(),
                json.path("held").longValue(),
                json.path("sold").longValue());
    }

    /** A time as the driver takes it. */
    static @Nullable OffsetDateTime parameter(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static @Nullable Instant optional(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
