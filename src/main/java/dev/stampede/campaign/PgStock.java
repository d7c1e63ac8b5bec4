package dev.stampede.campaign;

import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.json.Violation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/**
 * Changes the units of offers as far as Postgres may do it alone. More units are granted here first, and Redis is told. Fewer
 * are only written down for a campaign that Redis does not know yet.
 */
public final class PgStock {
    private static final String LOCK = "SELECT state FROM campaign WHERE id = $1::text FOR NO KEY UPDATE";
    private static final String ALLOCATED = """
            SELECT granted - withdrawn AS allocated FROM offer WHERE campaign_id = $1::text AND sku = $2::text FOR UPDATE
            """;
    private static final String GRANT =
            "UPDATE offer SET granted = granted + $3::bigint WHERE campaign_id = $1::text AND sku = $2::text";
    private static final String REVISE = "UPDATE campaign SET revision = revision + 1 WHERE id = $1::text";
    private static final String WRITE_DOWN = """
            INSERT INTO stock_change (campaign_id, sku, delta, allocated_before, allocated_after, actor, reason)
            VALUES ($1::text, $2::text, $3::bigint, $4::bigint, $4::bigint + $3::bigint, $5::text, $6::text)
            """;

    private final Pool pool;
    private final PgCampaignLog log;

    /** @param ids makes the ids of events */
    public PgStock(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.log = new PgCampaignLog(ids);
    }

    /** What is left to do. */
    enum Next {
        /** Nothing: Redis does not know the campaign. */
        NOTHING,
        /** Redis is to learn the new revision. */
        TELL,
        /** The units are to be taken, which only Redis can do: nothing is changed yet. */
        TAKE
    }

    /**
     * Changes what may be changed here. Fails with 404 without such a campaign, with 409 when it is over or has no such offer,
     * with 400 when an offer would get too many units, or a draft too few.
     */
    Future<Next> change(String campaignId, StockChange change, String actor) {
        return pool.withTransaction(connection -> lock(connection, campaignId)
                .compose(state -> allocated(connection, campaignId, change.sku())
                        .compose(allocated -> change(connection, campaignId, state, change, allocated, actor))));
    }

    private static Future<CampaignState> lock(SqlConnection connection, String campaignId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(campaignId)).map(rows -> {
            Row row = rows.stream().findFirst().orElseThrow(() -> Refusal.of(404, "UNKNOWN_CAMPAIGN"));
            CampaignState state = CampaignState.ofWord(row.getString("state"));
            return switch (state) {
                case DRAFT, IN_REVIEW, SCHEDULED, LIVE, PAUSED -> state;
                case ENDED, SETTLED, ARCHIVED, CANCELLED -> throw Refusal.of(409, "WRONG_STATE");
            };
        });
    }

    private static Future<Long> allocated(SqlConnection connection, String campaignId, String sku) {
        return connection
                .preparedQuery(ALLOCATED)
                .execute(Tuple.of(campaignId, sku))
                .map(rows -> rows.stream()
                        .findFirst()
                        .orElseThrow(() -> Refusal.of(409, "UNKNOWN_OFFER"))
                        .getLong("allocated"));
    }

    private Future<Next> change(
            SqlConnection connection,
            String campaignId,
            CampaignState state,
            StockChange change,
            long allocated,
            String actor) {
        boolean isInRedis = state != CampaignState.DRAFT && state != CampaignState.IN_REVIEW;
        if (isInRedis && change.delta() < 0) {
            return Future.succeededFuture(Next.TAKE);
        }
        long after = allocated + change.delta();
        if (after < 1 || after > StockChange.MOST_ALLOCATED) {
            return Future.failedFuture(outOfRange(after));
        }
        Tuple written = Tuple.of(campaignId, change.sku(), change.delta(), allocated, actor, change.reason());
        return connection
                .preparedQuery(GRANT)
                .execute(Tuple.of(campaignId, change.sku(), change.delta()))
                .compose(granted -> connection.preparedQuery(REVISE).execute(Tuple.of(campaignId)))
                .compose(revised -> connection.preparedQuery(WRITE_DOWN).execute(written))
                .compose(done -> isInRedis
                        ? log.tellRedis(connection, campaignId).map(Next.TELL)
                        : Future.succeededFuture(Next.NOTHING));
    }

    private static Refusal outOfRange(long after) {
        String detail = "would make the allocation " + after + "; it must be from 1 to " + StockChange.MOST_ALLOCATED;
        return new Refusal(Problem.invalid(List.of(new Violation("/delta", "range", detail))));
    }
}
