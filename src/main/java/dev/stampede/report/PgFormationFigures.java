package dev.stampede.report;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Adds up the formations of a campaign. */
final class PgFormationFigures {
    private static final String FIGURES = """
            SELECT count(*) FILTER (WHERE state = 'forming') AS open,
                   count(*) FILTER (WHERE formed_at IS NOT NULL OR state = 'claimed') AS formed,
                   count(*) FILTER (WHERE state = 'lapsed') AS lapsed,
                   count(*) FILTER (WHERE state = 'dissolved') AS dissolved,
                   count(*) FILTER (WHERE state = 'claimed') AS claimed,
                   floor(extract(epoch FROM avg(formed_at - opened_at)))::bigint AS seconds_to_form,
                   count(*) AS started,
                   count(*) FILTER (WHERE cuts > 0) AS shared,
                   count(parent_id) AS started_from_share,
                   (SELECT count(*) FROM (
                      SELECT shopper_id FROM orders
                      WHERE campaign_id = $1::text AND formation_id IS NOT NULL AND void_reason IS NULL
                      UNION
                      SELECT shopper_id FROM cut WHERE campaign_id = $1::text AND void_reason IS NULL
                      UNION
                      SELECT opener_id FROM formation WHERE campaign_id = $1::text AND void_reason IS NULL) p) AS people
            FROM formation WHERE campaign_id = $1::text AND void_reason IS NULL
            """;

    private PgFormationFigures() {}

    static Future<FormationFigures> read(SqlClient client, String campaignId) {
        return client.preparedQuery(FIGURES)
                .execute(Tuple.of(campaignId))
                .map(rows -> read(rows.iterator().next()));
    }

    private static FormationFigures read(Row row) {
        return new FormationFigures(
                row.getLong("open"),
                row.getLong("formed"),
                row.getLong("lapsed"),
                row.getLong("dissolved"),
                row.getLong("claimed"),
                row.getLong("people"),
                row.getLong("seconds_to_form"),
                row.getLong("started"),
                row.getLong("shared"),
                row.getLong("started_from_share"));
    }
}
