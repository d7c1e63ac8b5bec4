package dev.stampede.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The registered webhooks and the log of their deliveries. */
public final class PgWebhooks {
    static final int MOST = 20;

    private static final String SELECT = """
            SELECT w.id, w.url, w.events, w.created_by, w.created_at, w.disabled_at, w.disabled_reason,
                   CASE WHEN w.old_secret_until > now() THEN w.old_secret_until END AS old_secret_until,
                   (SELECT min(p.failing_since) FROM webhook_place p WHERE p.webhook_id = w.id) AS failing_since
            FROM webhook w
            """;
    private static final String BY_ID = SELECT + "WHERE w.id = $1::text";
    private static final String PAGE = SELECT + "WHERE w.id > $1::text ORDER BY w.id LIMIT $2::int";
    private static final String INSERT = """
            INSERT INTO webhook (id, url, events, secret, created_by, scanned_through)
            SELECT $1::text, $2::text, $3::text[], $4::text, $5::text, numbered_through FROM event_relay
            WHERE (SELECT count(*) FROM webhook) < $6::int
            """;

    /** A third secret ends the first one: two sign at most. */
    private static final String ROTATE = """
            UPDATE webhook SET old_secret = secret, old_secret_until = now() + interval '24 hours', secret = $2::text
            WHERE id = $1::text
            """;

    private static final String ENABLE = """
            UPDATE webhook SET disabled_at = NULL, disabled_reason = NULL, last_success_at = now() WHERE id = $1::text
            """;
    private static final String FORGIVE = """
            UPDATE webhook_place SET attempts = 0, failing_since = NULL,
                   next_attempt_at = CASE WHEN lease IS NULL THEN now() ELSE next_attempt_at END
            WHERE webhook_id = $1::text AND delivered_through < newest
            """;
    private static final String SCAN_AGAIN = """
            UPDATE webhook SET scanned_through = least(scanned_through, $2::bigint) WHERE id = $1::text
            """;

    /** Whoever sends at this moment has lost its lease: it can't move the place forward again. */
    private static final String GO_BACK = """
            UPDATE webhook_place SET delivered_through = $2::bigint, lease = NULL, next_attempt_at = now()
            WHERE webhook_id = $1::text AND delivered_through > $2::bigint
            """;

    private static final String DELETE = "DELETE FROM webhook WHERE id = $1::text";
    private static final String DELIVERIES = """
            SELECT id, event_id, type, campaign_id, at, attempt, status, error, millis FROM webhook_delivery
            WHERE webhook_id = $1::text AND ($2::bigint IS NULL OR id < $2::bigint)
            ORDER BY id DESC LIMIT $3::int
            """;

    private final Pool pool;
    private final Supplier<String> ids;

    public PgWebhooks(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** One row of the log with its place in it. */
    record Logged(long id, WebhookDelivery delivery) {}

    /** A new webhook for the events from now on, or nothing when there are {@link #MOST} already. */
    Future<Optional<Webhook>> create(String url, List<String> events, WebhookSecret secret, String actor) {
        String id = ids.get();
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(id, url, events.toArray(String[]::new), secret.text(), actor, MOST))
                .compose(made -> made.rowCount() == 0 ? Future.succeededFuture(Optional.empty()) : find(id));
    }

    Future<Optional<Webhook>> find(String id) {
        return pool.preparedQuery(BY_ID).execute(Tuple.of(id)).map(rows -> all(rows).stream()
                .findFirst());
    }

    /** Those behind the id {@code after}, the oldest first. */
    Future<List<Webhook>> list(String after, int limit) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(after, limit)).map(PgWebhooks::all);
    }

    /** From now on the new secret signs; the one before it signs too, for a day. */
    Future<Optional<Webhook>> rotate(String id, WebhookSecret secret) {
        return pool.preparedQuery(ROTATE).execute(Tuple.of(id, secret.text())).compose(done -> find(id));
    }

    /** Sends again at once what waits, whether it was disabled or only failed. */
    Future<Optional<Webhook>> enable(String id) {
        return change(id, ENABLE, FORGIVE, Tuple.of(id), Tuple.of(id));
    }

    /** Sends the events behind a position once more. */
    Future<Optional<Webhook>> replay(String id, long after) {
        return change(id, SCAN_AGAIN, GO_BACK, Tuple.of(id, after), Tuple.of(id, after));
    }

    /** Whether there was one. */
    Future<Boolean> delete(String id) {
        return pool.preparedQuery(DELETE).execute(Tuple.of(id)).map(done -> done.rowCount() == 1);
    }

    /** The attempts before the one with that id, the newest first. */
    Future<List<Logged>> deliveries(String id, @Nullable Long before, int limit) {
        return pool.preparedQuery(DELIVERIES)
                .execute(Tuple.of(id, before, limit))
                .map(rows -> rows.stream().map(PgWebhooks::logged).toList());
    }

    private Future<Optional<Webhook>> change(String id, String webhook, String places, Tuple of, Tuple ofPlaces) {
        return pool.withTransaction((SqlConnection db) -> db.preparedQuery(webhook)
                        .execute(of)
                        .compose(done -> db.preparedQuery(places).execute(ofPlaces)))
                .compose(done -> find(id));
    }

    private static List<Webhook> all(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new Webhook(
                        row.getString("id"),
                        row.getString("url"),
                        List.of(row.getArrayOfStrings("events")),
                        row.getString("created_by"),
                        row.getOffsetDateTime("created_at").toInstant(),
                        time(row, "old_secret_until"),
                        time(row, "failing_since"),
                        time(row, "disabled_at"),
                        row.getString("disabled_reason")))
                .toList();
    }

    private static Logged logged(Row row) {
        return new Logged(
                row.getLong("id"),
                new WebhookDelivery(
                        row.getString("event_id"),
                        row.getString("type"),
                        row.getString("campaign_id"),
                        row.getOffsetDateTime("at").toInstant(),
                        row.getInteger("attempt"),
                        row.getInteger("status"),
                        row.getString("error"),
                        row.getLong("millis")));
    }

    private static @Nullable Instant time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
