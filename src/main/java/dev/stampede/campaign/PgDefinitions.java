package dev.stampede.campaign;

import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Stream;

/** Writes what an operator defined: the campaign's row and its offers. */
final class PgDefinitions {
    private static final String INSERT = """
            INSERT INTO campaign (id, kind, title, copy, cover, state, revision, opens_at, closes_at, announce_at,
                                  pay_within_seconds, per_shopper_limit, per_order_limit, ack, stock_shown, time_zone,
                                  audience, refund_policy, refundable, rules, created_by)
            VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, 'draft', 1, $6::timestamptz, $7::timestamptz,
                    $8::timestamptz, $9::int, $10::int, $11::int, $12::text, $13::text, $14::text, $15::text::jsonb,
                    $16::text, $17::boolean, $18::text::jsonb, $19::text)
            """;
    private static final String UPDATE = """
            UPDATE campaign
            SET kind = $2::text, title = $3::text, copy = $4::text, cover = $5::text, revision = revision + 1,
                opens_at = $6::timestamptz, closes_at = $7::timestamptz, announce_at = $8::timestamptz,
                pay_within_seconds = $9::int, per_shopper_limit = $10::int, per_order_limit = $11::int,
                ack = $12::text, stock_shown = $13::text, time_zone = $14::text, audience = $15::text::jsonb,
                refund_policy = $16::text, refundable = $17::boolean, rules = $18::text::jsonb
            WHERE id = $1::text
            """;
    private static final String DELETE_OFFERS = "DELETE FROM offer WHERE campaign_id = $1::text";
    private static final String INSERT_OFFERS = """
            INSERT INTO offer (campaign_id, sku, position, name, price_fen, list_price_fen, granted)
            SELECT $1::text, sku, n, name, price_fen, list_price_fen, granted
            FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
                 WITH ORDINALITY AS offers (sku, name, price_fen, list_price_fen, granted, n)
            """;

    private PgDefinitions() {}

    /** A new row in {@code DRAFT} with revision 1. */
    static Future<Void> insert(SqlConnection connection, String id, Draft draft, String actor) {
        return connection
                .preparedQuery(INSERT)
                .execute(definition(id, draft).addString(actor))
                .compose(done -> connection.preparedQuery(INSERT_OFFERS).execute(offers(id, draft.offers())))
                .mapEmpty();
    }

    /** Writes all of a definition anew, one revision later. Nothing of the campaign may be sold yet. */
    static Future<Void> replace(SqlConnection connection, String id, Draft draft) {
        return connection
                .preparedQuery(UPDATE)
                .execute(definition(id, draft))
                .compose(done -> connection.preparedQuery(DELETE_OFFERS).execute(Tuple.of(id)))
                .compose(done -> connection.preparedQuery(INSERT_OFFERS).execute(offers(id, draft.offers())))
                .mapEmpty();
    }

    private static Tuple definition(String id, Draft draft) {
        Terms terms = draft.terms();
        return Tuple.tuple()
                .addString(id)
                .addString(draft.kind())
                .addString(terms.title())
                .addString(terms.copy())
                .addString(terms.cover())
                .addOffsetDateTime(PgCampaignRows.parameter(terms.opensAt()))
                .addOffsetDateTime(PgCampaignRows.parameter(terms.closesAt()))
                .addOffsetDateTime(PgCampaignRows.parameter(terms.announceAt()))
                .addInteger(terms.payWithinSeconds())
                .addInteger(terms.perShopperLimit())
                .addInteger(terms.perOrderLimit())
                .addString(terms.ack().word())
                .addString(terms.stockShown().word())
                .addString(terms.timeZone().getId())
                .addString(Json.write(CampaignJson.audience(terms.audience())))
                .addString(terms.refundPolicy())
                .addBoolean(terms.refundable())
                .addString(Json.write(terms.rules()));
    }

    private static Tuple offers(String id, List<Offer> offers) {
        return Tuple.of(
                id,
                offers.stream().map(Offer::sku).toArray(String[]::new),
                offers.stream().map(Offer::name).toArray(String[]::new),
                longs(offers.stream().map(offer -> offer.price().fen())),
                longs(offers.stream().map(offer -> offer.listPrice().fen())),
                longs(offers.stream().map(Offer::granted)));
    }

    private static Long[] longs(Stream<Long> values) {
        return values.toArray(Long[]::new);
    }
}
