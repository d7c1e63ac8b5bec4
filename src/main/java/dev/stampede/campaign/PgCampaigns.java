package dev.stampede.campaign;

import static dev.stampede.campaign.CampaignState.CANCELLED;
import static dev.stampede.campaign.CampaignState.DRAFT;
import static dev.stampede.campaign.CampaignState.ENDED;
import static dev.stampede.campaign.CampaignState.IN_REVIEW;
import static dev.stampede.campaign.CampaignState.LIVE;
import static dev.stampede.campaign.CampaignState.PAUSED;
import static dev.stampede.campaign.CampaignState.SCHEDULED;

import dev.stampede.campaign.PgCampaignLog.Fact;
import dev.stampede.campaign.PgCampaignLog.Move;
import dev.stampede.http.Refusal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The campaigns in Postgres, and what operators do with them. Each change is one transaction. */
public final class PgCampaigns {
    /** An early end stays after opensAt and never moves closesAt back. */
    private static final String MOVE = """
            WITH was AS (
              SELECT id, state FROM campaign WHERE id = $1::text AND state = ANY ($2::text[]) FOR UPDATE)
            UPDATE campaign c
            SET state = $3::text,
                revision = c.revision + 1,
                closes_at = CASE WHEN $3::text <> 'ended' THEN c.closes_at
                                 ELSE least(c.closes_at, greatest(date_trunc('milliseconds', now()),
                                                                  c.opens_at + interval '1 millisecond')) END
            FROM was
            WHERE c.id = was.id
            RETURNING c.id, c.kind, c.title, c.opens_at, c.closes_at, c.announced_at, was.state AS from_state
            """;

    /** Whoever created it or edited it since wrote the texts that are reviewed. */
    private static final String OWN = """
            (created_by = $2::text OR EXISTS (
              SELECT FROM campaign_edit e WHERE e.campaign_id = campaign.id AND e.actor = $2::text))""";

    private static final String APPROVE = """
            UPDATE campaign
            SET state = CASE WHEN opens_at <= now() THEN 'live' ELSE 'scheduled' END,
                revision = revision + 1, approved_at = now(),
                announced_at = CASE WHEN announce_at > now() THEN NULL ELSE now() END
            WHERE id = $1::text AND state = 'in_review' AND closes_at > now()
              AND ($3::boolean OR NOT
            """ + OWN + """
            )
            RETURNING id, kind, title, opens_at, closes_at, state, announced_at
            """;
    private static final String INSERT_COUNTER = "INSERT INTO campaign_counter (campaign_id) VALUES ($1::text)";
    private static final String WANT_RELOAD =
            "INSERT INTO reload_wanted (campaign_id, reason) VALUES ($1::text, 'approved')";
    private static final String STANDING = "SELECT state, " + OWN + " AS own FROM campaign WHERE id = $1::text";
    private static final String LOCK_COUNTER =
            "SELECT campaign_id FROM campaign_counter WHERE campaign_id = $1::text FOR UPDATE";

    private static final List<CampaignState> UNAPPROVED = List.of(DRAFT, IN_REVIEW);
    private static final List<CampaignState> APPROVED = List.of(SCHEDULED, LIVE, PAUSED, ENDED);

    private final Pool pool;
    private final Supplier<String> ids;
    private final boolean selfApproval;
    private final PgCampaignLog log;

    /**
     * @param ids makes the ids of campaigns and events
     * @param selfApproval whether a reviewer may approve what the same person created
     */
    public PgCampaigns(Pool pool, Supplier<String> ids, boolean selfApproval) {
        this.pool = pool;
        this.ids = ids;
        this.selfApproval = selfApproval;
        this.log = new PgCampaignLog(ids);
    }

    /** A new campaign in {@code DRAFT} with revision 1. */
    public Future<CampaignWithStock> create(Draft draft, String actor) {
        String id = ids.get();
        return pool.withTransaction(connection -> PgDefinitions.insert(connection, id, draft, actor)
                .compose(done -> log.moved(connection, List.of(new Move(id, null, DRAFT, actor, ""))))
                .compose(done -> existing(connection, id)));
    }

    /** The campaign, or nothing when there is none of that id. */
    public Future<Optional<CampaignWithStock>> find(String id) {
        return PgCampaignRows.find(pool, id);
    }

    /** One page, newest first. */
    public Future<CampaignPage> list(CampaignFilter filter) {
        return PgCampaignRows.list(pool, filter);
    }

    /** {@code DRAFT} to {@code IN_REVIEW}. Redis does not know the campaign yet, so nothing is left to tell it. */
    public Future<CampaignWithStock> submit(String id, String actor, String reason) {
        return pool.withTransaction(connection -> move(connection, id, List.of(DRAFT), IN_REVIEW, actor, reason)
                .compose(row -> existing(connection, id)));
    }

    /** {@code IN_REVIEW} back to {@code DRAFT}. */
    public Future<CampaignWithStock> reject(String id, String actor, String reason) {
        return pool.withTransaction(connection -> move(connection, id, List.of(IN_REVIEW), DRAFT, actor, reason)
                .compose(row -> existing(connection, id)));
    }

    /**
     * {@code IN_REVIEW} to {@code SCHEDULED}, and on to {@code LIVE} when it is time already. Fails with 403 when the
     * reviewer created or edited it, with 409 when it is not in review or its closing time has passed.
     */
    public Future<CampaignWithStock> approve(String id, String actor, String reason) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(APPROVE)
                .execute(Tuple.of(id, actor, selfApproval))
                .compose(rows -> rows.size() == 1
                        ? approved(connection, rows.iterator().next(), actor, reason)
                        : whyNotApproved(connection, id, actor))
                .compose(done -> existing(connection, id)));
    }

    /** {@code LIVE} to {@code PAUSED}. */
    public Future<CampaignWithStock> pause(String id, String actor, String reason) {
        return pool.withTransaction(connection -> move(connection, id, List.of(LIVE), PAUSED, actor, reason)
                .compose(row -> log.tellRedis(connection, id))
                .compose(done -> existing(connection, id)));
    }

    /** {@code PAUSED} to {@code LIVE}. */
    public Future<CampaignWithStock> resume(String id, String actor, String reason) {
        return pool.withTransaction(connection -> move(connection, id, List.of(PAUSED), LIVE, actor, reason)
                .compose(row -> log.tellRedis(connection, id))
                .compose(done -> existing(connection, id)));
    }

    /** {@code LIVE} or {@code PAUSED} to {@code ENDED}, before its time: closesAt becomes now. */
    public Future<CampaignWithStock> end(String id, String actor, String reason) {
        return pool.withTransaction(connection -> move(connection, id, List.of(LIVE, PAUSED), ENDED, actor, reason)
                .compose(row -> log.happened(connection, PgCampaignLog.ENDED, List.of(Fact.of(row))))
                .compose(done -> log.tellRedis(connection, id))
                .compose(done -> existing(connection, id)));
    }

    /**
     * From every state before {@code SETTLED} to {@code CANCELLED}. Settlement sees it at once, since the counter is locked;
     * Redis closes the gate when it is told; the orders are worked off by a step of their own.
     */
    public Future<CampaignWithStock> cancel(String id, String actor, String reason) {
        // An approval at the same moment makes the counter that was not there: the second look finds it.
        return cancelOnce(id, actor, reason)
                .recover(e -> isWrongState(e) ? cancelOnce(id, actor, reason) : Future.failedFuture(e));
    }

    private Future<CampaignWithStock> cancelOnce(String id, String actor, String reason) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK_COUNTER)
                .execute(Tuple.of(id))
                .compose(counter -> counter.size() == 0
                        ? move(connection, id, UNAPPROVED, CANCELLED, actor, reason)
                        : move(connection, id, APPROVED, CANCELLED, actor, reason)
                                .compose(row -> over(connection, row))
                                .compose(row -> log.tellRedis(connection, id).map(row)))
                .compose(done -> existing(connection, id)));
    }

    /** Who was told of the campaign is told that it is over. */
    private Future<Row> over(SqlConnection connection, Row row) {
        boolean isNews =
                row.getOffsetDateTime("announced_at") != null && !ENDED.word().equals(row.getString("from_state"));
        return log.happened(connection, PgCampaignLog.ENDED, isNews ? List.of(Fact.of(row)) : List.of())
                .map(row);
    }

    private static boolean isWrongState(Throwable e) {
        return e instanceof Refusal refusal && refusal.problem().status() == 409;
    }

    private Future<Row> move(
            SqlConnection connection,
            String id,
            List<CampaignState> expected,
            CampaignState next,
            String actor,
            String reason) {
        String[] words = expected.stream().map(CampaignState::word).toArray(String[]::new);
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.of(id, words, next.word()))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(rows.iterator().next())
                        : standing(connection, id, actor).compose(row -> wrongState()))
                .compose(row -> {
                    CampaignState from = CampaignState.ofWord(row.getString("from_state"));
                    return log.moved(connection, List.of(new Move(id, from, next, actor, reason)))
                            .map(row);
                });
    }

    private Future<Void> approved(SqlConnection connection, Row row, String actor, String reason) {
        String id = row.getString("id");
        boolean live = LIVE.word().equals(row.getString("state"));
        boolean announced = row.getOffsetDateTime("announced_at") != null;
        List<Move> moves = new ArrayList<>();
        moves.add(new Move(id, IN_REVIEW, SCHEDULED, actor, reason));
        if (live) {
            moves.add(new Move(id, SCHEDULED, LIVE, PgCampaignLog.SCHEDULE, PgCampaignLog.TIME_TO_OPEN));
        }
        List<Fact> facts = List.of(Fact.of(row));
        return log.moved(connection, moves)
                .compose(done -> log.happened(connection, PgCampaignLog.ANNOUNCED, announced ? facts : List.of()))
                .compose(done -> log.happened(connection, PgCampaignLog.OPENED, live ? facts : List.of()))
                .compose(done -> connection.preparedQuery(INSERT_COUNTER).execute(Tuple.of(id)))
                .compose(done -> connection.preparedQuery(WANT_RELOAD).execute(Tuple.of(id)))
                .mapEmpty();
    }

    private Future<Void> whyNotApproved(SqlConnection connection, String id, String actor) {
        return standing(connection, id, actor).compose(row -> {
            boolean inReview = IN_REVIEW.word().equals(row.getString("state"));
            return inReview && row.getBoolean("own") && !selfApproval
                    ? Future.failedFuture(Refusal.of(403, "FORBIDDEN"))
                    : wrongState();
        });
    }

    private static Future<Row> standing(SqlConnection connection, String id, String actor) {
        return connection
                .preparedQuery(STANDING)
                .execute(Tuple.of(id, actor))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(rows.iterator().next())
                        : Future.failedFuture(Refusal.of(404, "UNKNOWN_CAMPAIGN")));
    }

    private static <T> Future<T> wrongState() {
        return Future.failedFuture(Refusal.of(409, "WRONG_STATE"));
    }

    private static Future<CampaignWithStock> existing(SqlConnection connection, String id) {
        return PgCampaignRows.find(connection, id)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("campaign " + id + " is not there")));
    }
}
