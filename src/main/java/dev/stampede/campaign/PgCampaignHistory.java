package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was ever done to a campaign: the changes of its state, its definition and its stock, as one list. */
public final class PgCampaignHistory {
    private static final String PAGE = """
            SELECT position, from_state, to_state, at, actor, reason, before, after
            FROM (SELECT position, from_state, to_state, at, actor, reason, NULL AS before, NULL AS after
                  FROM campaign_history WHERE campaign_id = $1::text AND position > $2::bigint
                  UNION ALL
                  SELECT position, state, state, at, actor, reason, before::text, after::text
                  FROM campaign_edit WHERE campaign_id = $1::text AND position > $2::bigint
                  UNION ALL
                  SELECT s.position, h.to_state, h.to_state, s.at, s.actor, s.reason,
                         jsonb_build_object('sku', s.sku, 'allocation', s.allocated_before)::text,
                         jsonb_build_object('sku', s.sku, 'allocation', s.allocated_after)::text
                  FROM stock_change s, LATERAL (
                    SELECT to_state FROM campaign_history
                    WHERE campaign_id = s.campaign_id AND position < s.position ORDER BY position DESC LIMIT 1) h
                  WHERE s.campaign_id = $1::text AND s.position > $2::bigint) change
            ORDER BY position LIMIT $3::int
            """;
    private static final String EXISTS = "SELECT FROM campaign WHERE id = $1::text";

    private final Pool pool;

    public PgCampaignHistory(Pool pool) {
        this.pool = pool;
    }

    /**
     * The oldest changes first; fails with 404 when there is no such campaign.
     *
     * @param after the position of the last change of the page before, 0 for the first page
     */
    public Future<List<HistoryEntry>> page(String campaignId, long after, int limit) {
        return pool.preparedQuery(EXISTS)
                .execute(Tuple.of(campaignId))
                .compose(found -> found.size() == 0
                        ? Future.<RowSet<Row>>failedFuture(Refusal.of(404, "UNKNOWN_CAMPAIGN"))
                        : pool.preparedQuery(PAGE).execute(Tuple.of(campaignId, after, limit)))
                .map(rows -> rows.stream().map(PgCampaignHistory::entry).toList());
    }

    private static HistoryEntry entry(Row row) {
        String from = row.getString("from_state");
        return new HistoryEntry(
                row.getLong("position"),
                from == null ? null : CampaignState.ofWord(from),
                CampaignState.ofWord(row.getString("to_state")),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor"),
                row.getString("reason"),
                members(row.getString("before")),
                members(row.getString("after")));
    }

    private static @Nullable ObjectNode members(@Nullable String json) {
        return json == null ? null : Json.readOwn(json);
    }
}
