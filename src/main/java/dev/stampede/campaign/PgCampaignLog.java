package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a change of campaigns leaves behind in its own transaction: history, events, and the word to Redis. */
final class PgCampaignLog {
    static final String ANNOUNCED = "campaign.announced";
    static final String OPENED = "campaign.opened";
    static final String ENDED = "campaign.ended";

    /** The actor of what time demanded. */
    static final String SCHEDULE = "schedule";

    static final String TIME_TO_OPEN = "opensAt has come";
    static final String TIME_TO_CLOSE = "closesAt has come";

    private static final String INSERT_HISTORY = """
            INSERT INTO campaign_history (campaign_id, from_state, to_state, actor, reason)
            SELECT campaign_id, from_state, to_state, actor, reason
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                 WITH ORDINALITY AS moved (campaign_id, from_state, to_state, actor, reason, n)
            ORDER BY n
            """;
    private static final String ZONES = "SELECT id, time_zone, now() AS now FROM campaign WHERE id = ANY ($1::text[])";

    /** What spares the push service a request: texts, prices (those of the cheapest offer first), who is meant, where to go. */
    private static final String INSERT_EVENTS = """
            INSERT INTO event (id, type, campaign_id, data)
            SELECT fact.id, $2::text, fact.campaign_id,
                   jsonb_strip_nulls(jsonb_build_object('copy', c.copy, 'cover', c.cover, 'timeZone', c.time_zone,
                                      'audience', c.audience, 'path', '/campaigns/' || c.id))
                   || coalesce(priced.cheapest, '{}')
                   || jsonb_build_object('offers', coalesce(priced.offers, '[]')) || fact.data::jsonb
            FROM unnest($1::text[], $3::text[], $4::text[]) WITH ORDINALITY AS fact (id, campaign_id, data, n)
            JOIN campaign c ON c.id = fact.campaign_id
            CROSS JOIN LATERAL (
              SELECT jsonb_agg(o.shown || jsonb_build_object('sku', o.sku, 'name', o.name) ORDER BY o.position) AS offers,
                     (array_agg(o.shown ORDER BY o.price_fen, o.position))[1] AS cheapest
              FROM (SELECT sku, name, position, price_fen,
                           jsonb_build_object('priceFen', price_fen, 'listPriceFen', list_price_fen) AS shown
                    FROM offer WHERE campaign_id = c.id) AS o) AS priced
            ORDER BY fact.n
            """;

    private static final String TELL_REDIS = """
            INSERT INTO tell_redis (campaign_id, revision)
            SELECT id, revision FROM campaign WHERE id = $1::text
            ON CONFLICT (campaign_id) DO UPDATE SET revision = excluded.revision, at = now()
            """;

    private static final String INSERT_EDIT = """
            INSERT INTO campaign_edit (campaign_id, state, revision, actor, reason, before, after)
            SELECT id, state, revision, $2::text, $3::text, $4::text::jsonb, $5::text::jsonb
            FROM campaign WHERE id = $1::text
            """;

    private final Supplier<String> ids;

    PgCampaignLog(Supplier<String> ids) {
        this.ids = ids;
    }

    /** One change of state; {@code from} is null when the campaign was created. */
    record Move(String campaignId, @Nullable CampaignState from, CampaignState to, String actor, String reason) {}

    /** What an event says: the campaign and a few members that spare the reader a request. */
    record Fact(String campaignId, ObjectNode data) {
        /** From a row with the columns {@code id, kind, title, opens_at, closes_at}. */
        static Fact of(Row row) {
            ObjectNode data = Json.object();
            data.put("title", row.getString("title"));
            data.put("kind", row.getString("kind"));
            data.put("opensAt", Times.write(row.getOffsetDateTime("opens_at").toInstant()));
            data.put("closesAt", Times.write(row.getOffsetDateTime("closes_at").toInstant()));
            return new Fact(row.getString("id"), data);
        }

        /** The same, marked as told long after it happened. */
        Fact late() {
            data.put("late", true);
            return this;
        }
    }

    Future<Void> moved(SqlConnection connection, List<Move> moves) {
        if (moves.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple values = Tuple.of(
                column(moves, Move::campaignId),
                column(moves, move -> move.from() == null ? null : move.from().word()),
                column(moves, move -> move.to().word()),
                column(moves, Move::actor),
                column(moves, Move::reason));
        return connection.preparedQuery(INSERT_HISTORY).execute(values).mapEmpty();
    }

    Future<Void> happened(SqlConnection connection, String type, List<Fact> facts) {
        if (facts.isEmpty()) {
            return Future.succeededFuture();
        }
        return markQuiet(connection, facts).compose(marked -> {
            Tuple values = Tuple.of(
                    column(facts, fact -> ids.get()),
                    type,
                    column(facts, Fact::campaignId),
                    column(facts, fact -> Json.write(fact.data())));
            return connection.preparedQuery(INSERT_EVENTS).execute(values).mapEmpty();
        });
    }

    /** Marks what happens at a time of day when nobody wants to be woken. The zones are Java's, so they are read by Java. */
    private static Future<Void> markQuiet(SqlConnection connection, List<Fact> facts) {
        return connection
                .preparedQuery(ZONES)
                .execute(Tuple.of((Object) column(facts, Fact::campaignId)))
                .map(rows -> {
                    Set<String> quiet = new HashSet<>();
                    for (Row row : rows) {
                        ZoneId zone = ZoneId.of(row.getString("time_zone"));
                        if (QuietHours.contain(row.getOffsetDateTime("now").toInstant(), zone)) {
                            quiet.add(row.getString("id"));
                        }
                    }
                    facts.stream()
                            .filter(fact -> quiet.contains(fact.campaignId()))
                            .forEach(fact -> fact.data().put("quietHours", true));
                    return null;
                });
    }

    /** Writes down what was changed in a definition, at the campaign's revision now; only members that differ. */
    Future<Void> edited(
            SqlConnection connection,
            String campaignId,
            String actor,
            String reason,
            ObjectNode before,
            ObjectNode after) {
        return connection
                .preparedQuery(INSERT_EDIT)
                .execute(Tuple.of(campaignId, actor, reason, Json.write(before), Json.write(after)))
                .mapEmpty();
    }

    /** Leaves the row that is worked until Redis has taken the campaign's revision. */
    Future<Void> tellRedis(SqlConnection connection, String campaignId) {
        return connection
                .preparedQuery(TELL_REDIS)
                .execute(Tuple.of(campaignId))
                .mapEmpty();
    }

    private static <T> String[] column(List<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
