package dev.stampede.settlement;

import static dev.stampede.postgres.PgColumns.unnested;

import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.postgres.PgColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rows of takes that make no order of their own: what is remembered of each, and the trail of withdrawn stock. */
final class PgTakeRows {
    private static final String TAKES = """
            INSERT INTO accepted_take (id, campaign_id, type, shopper_id, request_key, fingerprint, sku, units, order_id,
                                       generation, sequence, void_reason, at)
            SELECT * FROM %s AS r
            """.formatted(unnested(1, """
                    id text, campaign_id text, type text, shopper_id text, request_key text,
                    fingerprint text, sku text, units bigint, order_id text, generation bigint,
                    sequence bigint, void_reason text, at timestamptz"""));

    /** Counts on from what the offer has before this transaction changes it, one withdrawal after the other. */
    private static final String CHANGES = """
            INSERT INTO stock_change (campaign_id, sku, delta, allocated_before, allocated_after, actor, reason, at)
            SELECT w.campaign_id, w.sku, -w.units, o.granted - o.withdrawn - w.sofar + w.units,
                   o.granted - o.withdrawn - w.sofar, w.actor, w.reason, w.at
            FROM (SELECT *, (sum(units) OVER (PARTITION BY campaign_id, sku ORDER BY n))::bigint AS sofar
                  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[])
                       WITH ORDINALITY AS u (campaign_id, sku, units, actor, reason, at, n)) w
            JOIN offer o ON o.campaign_id = w.campaign_id AND o.sku = w.sku
            ORDER BY w.n
            """;

    private final PgColumns takes = new PgColumns();
    private final PgColumns changes = new PgColumns();

    /** @param voidReason null when the order was paid */
    void add(Entry entry, OrderReacquired reacquired, @Nullable String voidReason, Instant now) {
        remember(
                entry,
                Outcomes.ORDER_REACQUIRED,
                reacquired,
                reacquired.quantity(),
                reacquired.orderId(),
                voidReason,
                now);
    }

    void add(Entry entry, StockWithdrawn withdrawn, Instant now) {
        remember(entry, Outcomes.STOCK_WITHDRAWN, withdrawn, withdrawn.units(), null, null, now);
        changes.row(entry.campaignId(), withdrawn.sku(), withdrawn.units(), withdrawn.actor(), withdrawn.reason(), now);
    }

    private void remember(
            Entry entry,
            String type,
            Outcome outcome,
            long units,
            @Nullable String orderId,
            @Nullable String voidReason,
            Instant now) {
        takes.row(
                outcome.id(),
                entry.campaignId(),
                type,
                outcome.shopperId(),
                outcome.requestKey(),
                outcome.fingerprint(),
                outcome.sku(),
                units,
                orderId,
                entry.generation(),
                entry.sequence(),
                voidReason,
                now);
    }

    Future<?> remember(SqlConnection db) {
        return takes.execute(db, TAKES);
    }

    /** Whether {@link #log} counts on from what offers have. */
    boolean readOffers() {
        return !changes.isEmpty();
    }

    /** Runs once the offers are locked, and before they change. */
    Future<?> log(SqlConnection db) {
        return changes.execute(db, CHANGES);
    }
}
