package dev.stampede.settlement;

import static dev.stampede.postgres.PgColumns.unnested;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.kind.Membership;
import dev.stampede.kind.OrderHeld;
import dev.stampede.order.Order;
import dev.stampede.postgres.PgColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;

/** The order rows of one settling transaction. What all orders of an entry share is sent once an entry. */
final class PgOrderRows {
    /** A void order is born cancelled, any other one held. */
    private static final String INSERT = """
            INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state,
                                hold_id, request_key, fingerprint, generation, sequence, source, created_at, pay_by,
                                void_reason, formation_id, is_newcomer)
            SELECT id, ($14::text[])[entry], ($15::text[])[entry], shopper_id, sku, quantity, unit_price_fen,
                   quantity * unit_price_fen, CASE WHEN void_reason IS NULL THEN 'held' ELSE 'cancelled' END,
                   id, request_key, fingerprint, ($16::bigint[])[entry], ($17::bigint[])[entry], source::jsonb,
                   ($18::timestamptz[])[entry], pay_by, void_reason, formation_id, is_newcomer::boolean
            FROM %s AS o
            """.formatted(unnested(1, """
                    entry int, id text, shopper_id text, sku text, quantity int, unit_price_fen bigint,
                    request_key text, fingerprint text, source text, pay_by timestamptz, void_reason text,
                    formation_id text, is_newcomer text"""));

    private final PgColumns orders = new PgColumns();
    private final PgColumns entries = new PgColumns();
    private @Nullable Entry last;

    /** The orders of an entry follow each other. */
    void add(Entry entry, OrderHeld held, Order order) {
        if (!entry.equals(last)) {
            entries.row(order.campaignId(), order.kind(), entry.generation(), entry.sequence(), order.createdAt());
            last = entry;
        }
        Membership membership = held.membership();
        orders.row(
                entries.size(),
                order.id(),
                order.shopperId(),
                order.sku(),
                order.quantity(),
                order.unitPrice().fen(),
                held.requestKey(),
                held.fingerprint(),
                text(order.source()),
                order.payBy(),
                order.voidReason(),
                membership == null ? null : membership.formationId(),
                membership == null ? null : Boolean.toString(membership.isNewcomer()));
    }

    Future<?> execute(SqlConnection db) {
        return orders.execute(db, INSERT, entries);
    }

    private static @Nullable String text(@Nullable ObjectNode json) {
        return json == null ? null : Json.write(json);
    }
}
