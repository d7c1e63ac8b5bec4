package dev.stampede.settlement;

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
            FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::text[], $8::text[],
                        $9::text[], $10::timestamptz[], $11::text[], $12::text[], $13::text[])
              AS o (entry, id, shopper_id, sku, quantity, unit_price_fen, request_key, fingerprint, source, pay_by,
                    void_reason, formation_id, is_newcomer)
            """;

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
