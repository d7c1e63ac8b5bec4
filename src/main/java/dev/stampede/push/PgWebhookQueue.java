package dev.stampede.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What is to be sent where, in Postgres. A place is one campaign's events on their way to one webhook; it is leased to one
 * sender at a time, so that they go in order, and no place waits for another one.
 */
public final class PgWebhookQueue {
    /** Longer than any batch takes. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final int POSITIONS_AT_ONCE = 2_000;
    private static final int EVENTS_AT_ONCE = 16;
    private static final int PRUNED_AT_ONCE = 1_000;

    private static final String SPREAD = """
            WITH due AS (
              SELECT w.id, w.events, w.scanned_through AS after,
                     least(w.scanned_through + $1::bigint, r.numbered_through) AS through
              FROM webhook w, event_relay r
              WHERE w.disabled_at IS NULL AND w.scanned_through < r.numbered_through
              ORDER BY w.scanned_through LIMIT 4 FOR UPDATE OF w SKIP LOCKED
            ), found AS (
              SELECT d.id, e.campaign_id, min(e.position - e.size + 1) AS oldest, max(e.position) AS newest
              FROM due d JOIN event e ON e.position > d.after AND e.position <= d.through
                AND e.type = ANY (CASE WHEN cardinality(d.events) = 0 THEN $2::text[] ELSE d.events END)
              GROUP BY d.id, e.campaign_id
            ), placed AS (
              INSERT INTO webhook_place (webhook_id, campaign_id, delivered_through, newest)
              SELECT id, campaign_id, oldest - 1, newest FROM found ORDER BY id, campaign_id
              ON CONFLICT (webhook_id, campaign_id) DO UPDATE
                SET newest = greatest(webhook_place.newest, excluded.newest))
            UPDATE webhook w SET scanned_through = d.through FROM due d WHERE w.id = d.id
            """;
    private static final String CLAIM = """
            WITH due AS (
              SELECT p.webhook_id, p.campaign_id
              FROM webhook w CROSS JOIN LATERAL (
                SELECT webhook_id, campaign_id FROM webhook_place
                WHERE webhook_id = w.id AND delivered_through < newest AND next_attempt_at <= now()
                ORDER BY next_attempt_at LIMIT $2::int FOR UPDATE SKIP LOCKED) p
              WHERE w.disabled_at IS NULL AND w.id <> ALL ($3::text[]))
            UPDATE webhook_place p SET lease = $1::text, next_attempt_at = now() + $4::bigint * interval '1 millisecond'
            FROM due JOIN webhook w ON w.id = due.webhook_id
            WHERE p.webhook_id = due.webhook_id AND p.campaign_id = due.campaign_id
            RETURNING p.webhook_id, p.campaign_id, p.delivered_through, p.newest, p.attempts, w.url, w.events, w.secret,
                      CASE WHEN w.old_secret_until > now() THEN w.old_secret END AS old_secret
            """;
    private static final String EVENTS = """
            SELECT position, id, type, campaign_id, at, data::text AS data FROM logged_event
            WHERE campaign_id = $1::text AND run_through > $2::bigint AND position > $2::bigint AND type = ANY ($3::text[])
            ORDER BY run_through, position LIMIT $4::int
            """;
    private static final String MOVE = """
            UPDATE webhook_place
            SET delivered_through = $4::bigint, attempts = $5::int, lease = NULL,
                next_attempt_at = now() + $6::bigint * interval '1 millisecond',
                failing_since = CASE WHEN $5::int > 1 THEN coalesce(failing_since, now()) WHEN $5::int = 1 THEN now() END
            WHERE webhook_id = $1::text AND campaign_id = $2::text AND lease = $3::text
            """;
    private static final String LOG = """
            INSERT INTO webhook_delivery (webhook_id, event_id, type, campaign_id, at, attempt, status, error, millis)
            SELECT $1::text, d.event_id, d.type, $2::text, to_timestamp(d.at / 1000.0), d.attempt, d.status, d.error, d.millis
            FROM unnest($3::text[], $4::text[], $5::bigint[], $6::int[], $7::int[], $8::text[], $9::bigint[])
                 WITH ORDINALITY AS d (event_id, type, at, attempt, status, error, millis, n)
            ORDER BY d.n
            """;
    private static final String SUCCEEDED = "UPDATE webhook SET last_success_at = now() WHERE id = $1::text";
    private static final String DISABLE = """
            UPDATE webhook w SET disabled_at = now(), disabled_reason = $2::text
            WHERE w.id = $1::text AND w.disabled_at IS NULL
              AND ($3::bigint = 0 OR (
                coalesce(w.last_success_at, w.created_at) < now() - $3::bigint * interval '1 millisecond'
                AND EXISTS (SELECT FROM webhook_place p WHERE p.webhook_id = w.id
                            AND p.failing_since < now() - $3::bigint * interval '1 millisecond')))
            """;
    private static final String DISABLED = """
            INSERT INTO event (id, type, campaign_id, data)
            VALUES ($1::text, 'webhook.disabled', $2::text,
                    jsonb_build_object('webhookId', $3::text, 'reason', $4::text))
            """;
    private static final String PRUNE_LOG = """
            DELETE FROM webhook_delivery WHERE id IN (
              SELECT id FROM webhook_delivery WHERE at < now() - interval '7 days' ORDER BY at LIMIT $1::int)
            """;

    /** The next event of such a campaign makes its place anew. */
    private static final String PRUNE_PLACES = """
            DELETE FROM webhook_place p USING (
              SELECT webhook_id, campaign_id FROM webhook_place
              WHERE delivered_through >= newest AND next_attempt_at < now() - interval '30 days'
              ORDER BY next_attempt_at LIMIT $1::int FOR UPDATE SKIP LOCKED) old
            WHERE p.webhook_id = old.webhook_id AND p.campaign_id = old.campaign_id AND p.delivered_through >= p.newest
            """;

    private final Pool pool;
    private final Supplier<String> ids;
    private final String[] told = EventType.words();

    /** @param ids makes the ids of events and leases */
    public PgWebhookQueue(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /**
     * A place that is leased to this node.
     *
     * @param deliveredThrough the position behind which it goes on
     * @param newest the newest position that waits
     * @param attempts failures in a row so far
     * @param secrets one or two
     */
    record Claim(
            String lease,
            String webhookId,
            String campaignId,
            long deliveredThrough,
            long newest,
            int attempts,
            URI url,
            List<String> types,
            List<WebhookSecret> secrets) {}

    /** What a batch has come to: how far it got, failures in a row, and when to go on. */
    record Progress(long deliveredThrough, int attempts, Duration pause, List<WebhookDelivery> deliveries) {}

    /** Counts new events into the places of the webhooks that want them, and says how many webhooks moved. */
    public Future<Integer> spread() {
        return pool.preparedQuery(SPREAD)
                .execute(Tuple.of(POSITIONS_AT_ONCE, (Object) told))
                .map(done -> done.rowCount());
    }

    /** Forgets what is old, and says how many rows that were. */
    public Future<Integer> prune() {
        return pool.preparedQuery(PRUNE_LOG).execute(Tuple.of(PRUNED_AT_ONCE)).compose(log -> pool.preparedQuery(
                        PRUNE_PLACES)
                .execute(Tuple.of(PRUNED_AT_ONCE))
                .map(places -> log.rowCount() + places.rowCount()));
    }

    /** Leases what is due, at most {@code each} places of a webhook, none of those that are busy. */
    Future<List<Claim>> claim(int each, Set<String> busy) {
        String lease = ids.get();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(lease, each, busy.toArray(String[]::new), LEASE.toMillis()))
                .map(rows -> rows.stream().map(row -> claim(lease, row)).toList());
    }

    /** The next events of a place, at most 16. */
    Future<List<LoggedEvent>> events(Claim claim) {
        return pool.preparedQuery(EVENTS)
                .execute(Tuple.of(
                        claim.campaignId(),
                        claim.deliveredThrough(),
                        claim.types().toArray(String[]::new),
                        EVENTS_AT_ONCE))
                .map(PgEventLog::read);
    }

    /** Gives the lease back and logs the attempts; a lease that is lost moves nothing. */
    Future<Void> done(Claim claim, Progress progress) {
        Tuple moved = Tuple.of(
                claim.webhookId(),
                claim.campaignId(),
                claim.lease(),
                progress.deliveredThrough(),
                progress.attempts(),
                progress.pause().toMillis());
        boolean hasSucceeded = progress.deliveries().stream().anyMatch(WebhookDelivery::isAccepted);
        return pool.withTransaction(db ->
                        db.preparedQuery(MOVE).execute(moved).compose(done -> log(db, claim, progress.deliveries())))
                .compose(logged -> hasSucceeded
                        ? pool.preparedQuery(SUCCEEDED)
                                .execute(Tuple.of(claim.webhookId()))
                                .mapEmpty()
                        : Future.succeededFuture());
    }

    /** Disables the webhook when it has failed for so long, and says whether it did; at once with no patience at all. */
    Future<Boolean> disable(Claim claim, Duration patience, String reason) {
        return pool.withTransaction(db -> db.preparedQuery(DISABLE)
                .execute(Tuple.of(claim.webhookId(), reason, patience.toMillis()))
                .compose(done -> done.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : db.preparedQuery(DISABLED)
                                .execute(Tuple.of(ids.get(), claim.campaignId(), claim.webhookId(), reason))
                                .map(true)));
    }

    private static Future<Void> log(SqlConnection db, Claim claim, List<WebhookDelivery> deliveries) {
        if (deliveries.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.tuple();
        rows.addValue(claim.webhookId()).addValue(claim.campaignId());
        rows.addValue(column(deliveries, WebhookDelivery::eventId, String[]::new));
        rows.addValue(column(deliveries, WebhookDelivery::type, String[]::new));
        rows.addValue(column(deliveries, delivery -> delivery.at().toEpochMilli(), Long[]::new));
        rows.addValue(column(deliveries, WebhookDelivery::attempt, Integer[]::new));
        rows.addValue(column(deliveries, WebhookDelivery::status, Integer[]::new));
        rows.addValue(column(deliveries, WebhookDelivery::error, String[]::new));
        rows.addValue(column(deliveries, WebhookDelivery::millis, Long[]::new));
        return db.preparedQuery(LOG).execute(rows).mapEmpty();
    }

    private static <T> T[] column(
            List<WebhookDelivery> rows, Function<WebhookDelivery, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private Claim claim(String lease, Row row) {
        List<WebhookSecret> secrets = new ArrayList<>();
        secrets.add(new WebhookSecret(row.getString("secret")));
        if (row.getString("old_secret") != null) {
            secrets.add(new WebhookSecret(row.getString("old_secret")));
        }
        String[] events = row.getArrayOfStrings("events");
        return new Claim(
                lease,
                row.getString("webhook_id"),
                row.getString("campaign_id"),
                row.getLong("delivered_through"),
                row.getLong("newest"),
                row.getInteger("attempts"),
                URI.create(row.getString("url")),
                List.of(events.length == 0 ? told : events),
                secrets);
    }
}
