package dev.stampede.campaign;

import dev.stampede.campaign.PgCampaignLog.Move;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;

/** The last two moves of a campaign, in the transaction of whoever has found that it is time for them. */
public final class PgCampaignEnds {
    private static final String MOVE = """
            UPDATE campaign SET state = $3::text, revision = revision + 1,
                   next_look_at = now() + $4::bigint * interval '1 millisecond'
            WHERE id = $1::text AND state = $2::text
            """;
    private static final String BUMP =
            "UPDATE campaign_counter SET generation = generation + 1 WHERE campaign_id = $1::text";
    private static final String NOTHING_TO_TELL = "DELETE FROM tell_redis WHERE campaign_id = $1::text";
    private static final String NOTHING_TO_LOAD = "DELETE FROM reload_wanted WHERE campaign_id = $1::text";

    /** Not at once: an audit that began before is through by then. */
    private static final String TO_SWEEP = """
            INSERT INTO archived_campaign (campaign_id, next_look_at) VALUES ($1::text, now() + interval '1 minute')
            """;

    private final PgCampaignLog log = new PgCampaignLog(() -> "");

    /** {@code ENDED} to {@code SETTLED}; it is looked at again when {@code keep} has passed. Says whether it was ended. */
    public Future<Boolean> settle(SqlConnection db, String id, Duration keep) {
        return move(db, id, CampaignState.ENDED, CampaignState.SETTLED, keep)
                .compose(moved -> moved ? log.tellRedis(db, id).map(true) : Future.succeededFuture(false));
    }

    /**
     * {@code SETTLED} to {@code ARCHIVED}, under a new generation: what was decided under the old one writes nothing more. Redis
     * is told nothing more either.
     */
    public Future<Boolean> archive(SqlConnection db, String id) {
        return move(db, id, CampaignState.SETTLED, CampaignState.ARCHIVED, Duration.ZERO)
                .compose(moved -> moved ? leave(db, Tuple.of(id)).map(true) : Future.succeededFuture(false));
    }

    private static Future<Void> leave(SqlConnection db, Tuple id) {
        return db.preparedQuery(BUMP)
                .execute(id)
                .compose(bumped -> db.preparedQuery(NOTHING_TO_TELL).execute(id))
                .compose(told -> db.preparedQuery(NOTHING_TO_LOAD).execute(id))
                .compose(loaded -> db.preparedQuery(TO_SWEEP).execute(id))
                .mapEmpty();
    }

    private Future<Boolean> move(SqlConnection db, String id, CampaignState from, CampaignState to, Duration keep) {
        return db.preparedQuery(MOVE)
                .execute(Tuple.of(id, from.word(), to.word(), keep.toMillis()))
                .compose(done -> done.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : log.moved(
                                        db,
                                        List.of(new Move(
                                                id, from, to, PgCampaignLog.SCHEDULE, "nothing is open any more")))
                                .map(true));
    }
}
