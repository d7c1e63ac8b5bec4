package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.PgCampaignLog.Move;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.json.Fields;
import dev.stampede.json.Violation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What operators change in a campaign's definition, and the copies they make of it. Each is one transaction. */
public final class PgCampaignEdits {
    private static final String LOCK =
            "SELECT revision, date_trunc('milliseconds', clock_timestamp()) AS now FROM campaign"
                    + " WHERE id = $1::text FOR UPDATE";
    private static final String UPDATE_LIVE = """
            UPDATE campaign SET title = $2::text, copy = $3::text, closes_at = $4::timestamptz, revision = revision + 1
            WHERE id = $1::text
            """;

    private final Pool pool;
    private final Supplier<String> ids;
    private final CampaignReader reader;
    private final Patch patch;
    private final PgCampaignLog log;

    /** @param ids makes the ids of campaigns */
    public PgCampaignEdits(Pool pool, Supplier<String> ids, CampaignReader reader) {
        this.pool = pool;
        this.ids = ids;
        this.reader = reader;
        this.patch = new Patch(reader);
        this.log = new PgCampaignLog(ids);
    }

    /**
     * Puts {@code sent} in place of the members of the same name. Refused with 404, 412 when the caller has not seen the
     * revision that stands, 409 when the state does not allow it, and 400 as a new campaign would be. What changes nothing
     * leaves no trace.
     */
    public Future<CampaignWithStock> patch(String id, IfMatch seen, ObjectNode sent, String actor) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(id))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return refuse(404, "UNKNOWN_CAMPAIGN");
                    }
                    if (!seen.admits(rows.iterator().next().getLong("revision"))) {
                        return refuse(412, "PRECONDITION_FAILED");
                    }
                    Instant now =
                            rows.iterator().next().getOffsetDateTime("now").toInstant();
                    return existing(connection, id).compose(standing -> change(connection, standing, sent, actor, now));
                }));
    }

    /** A new draft with the same definition, its times ahead; fails with 404 when there is no such campaign. */
    public Future<CampaignWithStock> copy(String id, String actor, String reason, Instant now) {
        return PgCampaignRows.find(pool, id)
                .compose(found -> found.isEmpty()
                        ? refuse(404, "UNKNOWN_CAMPAIGN")
                        : insert(read(Fields.of(Definition.again(found.get(), now)), now), actor, reason));
    }

    private Future<CampaignWithStock> insert(Draft draft, String actor, String reason) {
        String id = ids.get();
        return pool.withTransaction(connection -> PgDefinitions.insert(connection, id, draft, actor)
                .compose(done -> log.moved(connection, List.of(new Move(id, null, CampaignState.DRAFT, actor, reason))))
                .compose(done -> existing(connection, id)));
    }

    private Future<CampaignWithStock> change(
            SqlConnection connection, CampaignWithStock standing, ObjectNode sent, String actor, Instant now) {
        Campaign campaign = standing.campaign();
        if (!Patch.isAllowed(campaign, now)) {
            return refuse(409, "WRONG_STATE");
        }
        Patch.Changed changed = patch.read(standing, sent, now);
        refuseIfWrong(changed.body());
        boolean isDraft = campaign.state() == CampaignState.DRAFT;
        if (Definition.of(changed.draft()).equals(Definition.of(standing))) {
            return Future.succeededFuture(standing);
        }
        String id = campaign.id();
        Future<Void> written = isDraft
                ? PgDefinitions.replace(connection, id, changed.draft())
                : live(connection, id, changed.draft().terms()).compose(done -> log.tellRedis(connection, id));
        return written.compose(done -> existing(connection, id)).compose(after -> log.edited(
                        connection,
                        id,
                        actor,
                        changed.reason(),
                        only(isDraft, standing, after),
                        only(isDraft, after, standing))
                .map(after));
    }

    private static Future<Void> live(SqlConnection connection, String id, Terms terms) {
        return connection
                .preparedQuery(UPDATE_LIVE)
                .execute(Tuple.of(id, terms.title(), terms.copy(), PgCampaignRows.parameter(terms.closesAt())))
                .mapEmpty();
    }

    /** What one has and the other has not. Of a live campaign the stock may have moved meanwhile; that is no edit. */
    private static ObjectNode only(boolean isDraft, CampaignWithStock one, CampaignWithStock other) {
        ObjectNode difference = Definition.difference(Definition.of(one), Definition.of(other));
        return isDraft ? difference : difference.retain(Patch.LIVE);
    }

    private Draft read(Fields definition, Instant now) {
        Draft draft = reader.read(definition, now);
        refuseIfWrong(definition);
        return draft;
    }

    private static void refuseIfWrong(Fields body) {
        List<Violation> violations = body.finish();
        if (!violations.isEmpty()) {
            throw new Refusal(Problem.invalid(violations));
        }
    }

    private static <T> Future<T> refuse(int status, String code) {
        return Future.failedFuture(Refusal.of(status, code));
    }

    private static Future<CampaignWithStock> existing(SqlConnection connection, String id) {
        return PgCampaignRows.find(connection, id)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("campaign " + id + " is not there")));
    }
}
