package dev.stampede.campaign;

import static dev.stampede.campaign.CampaignState.DRAFT;
import static dev.stampede.campaign.CampaignState.ENDED;
import static dev.stampede.campaign.CampaignState.IN_REVIEW;
import static dev.stampede.campaign.CampaignState.LIVE;
import static dev.stampede.campaign.CampaignState.PAUSED;
import static dev.stampede.campaign.CampaignState.SCHEDULED;

import dev.stampede.campaign.PgCampaignLog.Fact;
import dev.stampede.campaign.PgCampaignLog.Move;
import dev.stampede.http.Refusal;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The campaigns in Postgres, and what operators do with them. Each change is one transaction. */
public final class PgCampaigns {
    private static final String INSERT_CAMPAIGN = """
            INSERT INTO campaign (id, kind, title, copy, cover, state, revision, opens_at, closes_at, announce_at,
                                  pay_within_seconds, per_shopper_limit, per_order_limit, ack, stock_shown, time_zone,
                                  audience, refund_policy, refundable, rules, created_by)
            VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, 'draft', 1, $6::timestamptz, $7::timestamptz,
                    $8::timestamptz, $9::int, $10::int, $11::int, $12::text, $13::text, $14::text, $15::text::jsonb,
                    $16::text, $17::boolean, $18::text::jsonb, $19::text)
            """;
    private static final String INSERT_OFFERS = """
            INSERT INTO offer (campaign_id, sku, position, name, price_fen, list_price_fen, granted)
            SELECT $1::text, sku, n, name, price_fen, list_price_fen, granted
            FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
                 WITH ORDINALITY AS offers (sku, name, price_fen, list_price_fen, granted, n)
            """;

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
            RETURNING c.id, c.kind, c.title, c.opens_at, c.closes_at, was.state AS from_state
            """;

    private static final String APPROVE = """
            UPDATE campaign
            SET state = CASE WHEN opens_at <= now() THEN 'live' ELSE 'scheduled' END,
                revision = revision + 1,
                announced_at = CASE WHEN announce_at > now() THEN NULL ELSE now() END
            WHERE id = $1::text AND state = 'in_review' AND closes_at > now()
              AND ($3::boolean OR created_by <> $2::text)
            RETURNING id, kind, title, opens_at, closes_at, state, announced_at
            """;
    private static final String INSERT_COUNTER = "INSERT INTO campaign_counter (campaign_id) VALUES ($1::text)";
    private static final String WANT_RELOAD =
            "INSERT INTO reload_wanted (campaign_id, reason) VALUES ($1::text, 'approved')";
    private static final String STANDING =
            "SELECT state, created_by = $2::text AS own FROM campaign WHERE id = $1::text";
    private static final String HISTORY = """
            SELECT from_state, to_state, at, actor, reason
            FROM campaign_history WHERE campaign_id = $1::text ORDER BY position LIMIT 1000
            """;

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
        return pool.withTransaction(connection -> connection
                .preparedQuery(INSERT_CAMPAIGN)
                .execute(campaign(id, draft, actor))
                .compose(done -> connection.preparedQuery(INSERT_OFFERS).execute(offers(id, draft.offers())))
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

    /** The first 1,000 changes of state, oldest first; fails with 404 when there is no such campaign. */
    public Future<List<HistoryEntry>> history(String id) {
        return pool.preparedQuery(HISTORY).execute(Tuple.of(id)).map(PgCampaigns::entries);
    }

    /** {@code DRAFT} to {@code IN_REVIEW}. Redis does not know the campaign yet, so nothing is left to tell it. */
    public Future<CampaignWithStock> submit(String id, String actor, String reason) {
        return pool.withTransaction(connection -> move(connection, id, List.of(DRAFT), IN_REVIEW, actor, reason)
                .compose(row -> existing(connection, id)));
    }

    /**
     * {@code IN_REVIEW} to {@code SCHEDULED}, and on to {@code LIVE} when it is time already. Fails with 403 when the
     * reviewer created it, with 409 when it is not in review or its closing time has passed.
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

    private static List<HistoryEntry> entries(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Refusal.of(404, "UNKNOWN_CAMPAIGN");
        }
        List<HistoryEntry> entries = new ArrayList<>();
        for (Row row : rows) {
            String from = row.getString("from_state");
            entries.add(new HistoryEntry(
                    from == null ? null : CampaignState.ofWord(from),
                    CampaignState.ofWord(row.getString("to_state")),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("actor"),
                    row.getString("reason")));
        }
        return entries;
    }

    private static Tuple campaign(String id, Draft draft, String actor) {
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
                .addString(Json.write(terms.rules()))
                .addString(actor);
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
