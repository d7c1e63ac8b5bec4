package dev.stampede.campaign;

import dev.stampede.http.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Which shoppers want to be told of a campaign. */
public final class PgReminders {
    private static final String INSERT = """
            INSERT INTO reminder (id, campaign_id, shopper_id) VALUES ($1::text, $2::text, $3::text)
            ON CONFLICT (campaign_id, shopper_id) DO NOTHING
            RETURNING id, shopper_id, created_at
            """;
    private static final String FIND = """
            SELECT id, shopper_id, created_at FROM reminder WHERE campaign_id = $1::text AND shopper_id = $2::text
            """;
    private static final String PAGE = """
            SELECT id, shopper_id, created_at FROM reminder WHERE campaign_id = $1::text AND id > $2::text
            ORDER BY id LIMIT $3::int
            """;
    private static final Set<CampaignState> STILL_TO_COME =
            EnumSet.of(CampaignState.SCHEDULED, CampaignState.LIVE, CampaignState.PAUSED);

    private final Pool pool;
    private final PgCampaigns campaigns;
    private final Supplier<String> ids;

    /** @param ids makes ids that grow, so that a page goes on where the one before ended */
    public PgReminders(Pool pool, PgCampaigns campaigns, Supplier<String> ids) {
        this.pool = pool;
        this.campaigns = campaigns;
        this.ids = ids;
    }

    /** @param isNew whether this request made it */
    record Reminder(String id, String shopperId, Instant createdAt, boolean isNew) {}

    /**
     * Remembers that the shopper wants to be told, once per campaign. Fails with 404 when shoppers may not see the campaign at
     * {@code now}, with 409 when it is over.
     */
    Future<Reminder> remember(String campaignId, String shopperId, Instant now) {
        return campaigns.find(campaignId).compose(found -> {
            if (found.isEmpty() || !found.get().campaign().isVisibleAt(now)) {
                return Future.failedFuture(Refusal.of(404, "UNKNOWN_CAMPAIGN"));
            }
            if (!STILL_TO_COME.contains(found.get().campaign().state())) {
                return Future.failedFuture(Refusal.of(409, "ENDED"));
            }
            return insert(campaignId, shopperId);
        });
    }

    /** The reminders of a campaign, the oldest first, behind the one with the id {@code after}. 404 when there is none. */
    Future<List<Reminder>> page(String campaignId, String after, int limit) {
        return campaigns
                .find(campaignId)
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(Refusal.of(404, "UNKNOWN_CAMPAIGN"))
                        : pool.preparedQuery(PAGE).execute(Tuple.of(campaignId, after, limit)))
                .map(rows -> rows.stream().map(row -> reminder(row, false)).toList());
    }

    private Future<Reminder> insert(String campaignId, String shopperId) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(ids.get(), campaignId, shopperId))
                .compose(made -> made.size() == 1
                        ? Future.succeededFuture(reminder(made.iterator().next(), true))
                        : pool.preparedQuery(FIND)
                                .execute(Tuple.of(campaignId, shopperId))
                                .map(rows -> reminder(rows.iterator().next(), false)));
    }

    private static Reminder reminder(Row row, boolean isNew) {
        return new Reminder(
                row.getString("id"),
                row.getString("shopper_id"),
                row.getOffsetDateTime("created_at").toInstant(),
                isNew);
    }
}
