package dev.stampede.settlement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.money.Money;
import dev.stampede.order.HistoryEntry;
import dev.stampede.order.Order;
import dev.stampede.order.OrderState;
import dev.stampede.settlement.Standing.Place;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows that applied entries become: the second flight of the settling transaction. Offers come last, they are hot. */
final class PgSettlementRows {
    private static final String BATCHES = """
            INSERT INTO settled_batch (campaign_id, sequence, generation, batch_id, verdict)
            SELECT *, 'settled' FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])
            """;
    private static final String ORDERS = """
            INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state,
                                hold_id, request_key, fingerprint, generation, sequence, source, created_at, pay_by,
                                void_reason)
            SELECT id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state,
                   id, request_key, fingerprint, generation, sequence, source::jsonb, created_at, pay_by, void_reason
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[],
                        $8::bigint[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::text[],
                        $15::timestamptz[], $16::timestamptz[], $17::text[])
              AS o (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state, request_key,
                    fingerprint, generation, sequence, source, created_at, pay_by, void_reason)
            """;
    private static final String HISTORY = """
            INSERT INTO order_history (order_id, position, from_state, to_state, at, cause)
            SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
            """;
    private static final String EVENTS = """
            INSERT INTO event (id, type, campaign_id, at, data)
            SELECT id, type, campaign_id, at, data::jsonb
            FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
              AS e (id, type, campaign_id, at, data)
            """;
    private static final String RELEASES = """
            INSERT INTO release (campaign_id, hold_id, cause)
            SELECT campaign_id, hold_id, 'void' FROM unnest($1::text[], $2::text[]) AS r (campaign_id, hold_id)
            """;
    private static final String LOCK_OFFERS = """
            SELECT sku FROM offer
            WHERE (campaign_id, sku) IN (SELECT * FROM unnest($1::text[], $2::text[]))
            ORDER BY campaign_id, sku FOR UPDATE
            """;
    private static final String MOVE_UNITS = """
            UPDATE offer SET held = offer.held + u.held, sold = offer.sold + u.sold, withdrawn = offer.withdrawn + u.withdrawn
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
              AS u (campaign_id, sku, held, sold, withdrawn)
            WHERE offer.campaign_id = u.campaign_id AND offer.sku = u.sku
            """;
    private static final String COUNTERS = """
            UPDATE campaign_counter k SET settled_through = c.sequence, last_batch_id = c.batch_id
            FROM unnest($1::text[], $2::bigint[], $3::text[]) AS c (campaign_id, sequence, batch_id)
            WHERE k.campaign_id = c.campaign_id
            """;

    private final Supplier<String> ids;

    PgSettlementRows(Supplier<String> ids) {
        this.ids = ids;
    }

    /** Statements on their way, and what they make true once they are committed. */
    record Flight(List<Future<?>> statements, Map<Entry, List<Settled>> settled) {}

    private record Offered(String campaignId, String sku) implements Comparable<Offered> {
        @Override
        public int compareTo(Offered other) {
            int byCampaign = campaignId.compareTo(other.campaignId);
            return byCampaign != 0 ? byCampaign : sku.compareTo(other.sku);
        }
    }

    /** Units by where they go. */
    private record Units(long held, long sold, long withdrawn) {
        Units plus(Units more) {
            return new Units(held + more.held, sold + more.sold, withdrawn + more.withdrawn);
        }
    }

    /** @param paid the late payments that paid their order */
    Flight send(SqlConnection db, Plan plan, Set<String> paid) {
        Sheet sheet = new Sheet();
        Map<Entry, List<Settled>> settled = new LinkedHashMap<>();
        for (Entry entry : plan.applied()) {
            sheet.batches.row(entry.campaignId(), entry.sequence(), entry.generation(), entry.batchId());
            Place place = plan.place(entry);
            List<Settled> outcomes = new ArrayList<>();
            for (Outcome outcome : entry.outcomes()) {
                outcomes.add(outcome.match(
                        held -> add(sheet, entry, place, held),
                        reacquired -> add(sheet, entry, place, reacquired, paid.contains(reacquired.id())),
                        withdrawn -> add(sheet, entry, place, withdrawn),
                        opened -> unsupported(opened),
                        cut -> unsupported(cut)));
            }
            settled.put(entry, outcomes);
        }
        plan.lastApplied().forEach((campaign, last) -> sheet.counters.row(campaign, last.sequence(), last.batchId()));
        return new Flight(sheet.execute(db), settled);
    }

    private static Settled unsupported(Outcome outcome) {
        throw new IllegalStateException("formations come next: " + outcome.id());
    }

    private Settled add(Sheet sheet, Entry entry, Place place, OrderHeld held) {
        Order order = order(entry, place, held);
        add(sheet.orders, entry, held, order);
        add(sheet.history, order);
        sheet.events.row(
                ids.get(), "order." + order.state().word(), order.campaignId(), order.createdAt(), event(order));
        if (order.voidReason() == null) {
            sheet.move(entry, held.sku(), new Units(held.quantity(), 0, 0));
        } else {
            sheet.releases.row(order.campaignId(), order.id());
        }
        return new Settled(order);
    }

    /** The order itself was paid before, or stays as it is. */
    private static Settled add(Sheet sheet, Entry entry, Place place, OrderReacquired reacquired, boolean isPaid) {
        String voidReason = isPaid ? null : place.isClosed() ? "ENDED" : "WRONG_STATE";
        sheet.takes.add(entry, reacquired, voidReason, place.now());
        if (isPaid) {
            sheet.move(entry, reacquired.sku(), new Units(0, reacquired.quantity(), 0));
        } else {
            sheet.releases.row(entry.campaignId(), reacquired.id());
        }
        return new Settled(null, voidReason);
    }

    private static Settled add(Sheet sheet, Entry entry, Place place, StockWithdrawn withdrawn) {
        sheet.takes.add(entry, withdrawn, place.now());
        sheet.move(entry, withdrawn.sku(), new Units(0, 0, withdrawn.units()));
        return new Settled(null, null);
    }

    /** The rows of one flight, by table. */
    private static final class Sheet {
        final PgColumns batches = new PgColumns();
        final PgColumns orders = new PgColumns();
        final PgColumns history = new PgColumns();
        final PgColumns events = new PgColumns();
        final PgColumns releases = new PgColumns();
        final PgColumns counters = new PgColumns();
        final PgTakeRows takes = new PgTakeRows();
        final Map<Offered, Units> units = new TreeMap<>();

        void move(Entry entry, String sku, Units more) {
            units.merge(new Offered(entry.campaignId(), sku), more, Units::plus);
        }

        List<Future<?>> execute(SqlConnection db) {
            PgColumns offers = new PgColumns();
            PgColumns moves = new PgColumns();
            units.forEach((offer, moved) -> {
                offers.row(offer.campaignId(), offer.sku());
                moves.row(offer.campaignId(), offer.sku(), moved.held(), moved.sold(), moved.withdrawn());
            });
            return List.of(
                    batches.execute(db, BATCHES),
                    orders.execute(db, ORDERS),
                    history.execute(db, HISTORY),
                    events.execute(db, EVENTS),
                    releases.execute(db, RELEASES),
                    takes.remember(db),
                    counters.execute(db, COUNTERS),
                    offers.execute(db, LOCK_OFFERS),
                    takes.log(db),
                    moves.execute(db, MOVE_UNITS));
        }
    }

    private static Order order(Entry entry, Place place, OrderHeld held) {
        Instant now = place.now();
        String voidReason = place.isCancelled() ? "ENDED" : null;
        List<HistoryEntry> history = new ArrayList<>();
        history.add(new HistoryEntry(null, OrderState.HELD, now, "accepted"));
        if (voidReason != null) {
            history.add(new HistoryEntry(OrderState.HELD, OrderState.CANCELLED, now, "void"));
        }
        return new Order(
                held.id(),
                entry.campaignId(),
                place.kind(),
                held.shopperId(),
                held.sku(),
                held.quantity(),
                held.unitPrice(),
                held.amount(),
                Money.ZERO,
                history.get(history.size() - 1).to(),
                now.plusSeconds(place.payWithinSeconds()),
                now,
                held.source(),
                voidReason,
                history);
    }

    private static void add(PgColumns orders, Entry entry, OrderHeld held, Order order) {
        orders.row(
                order.id(),
                order.campaignId(),
                order.kind(),
                order.shopperId(),
                order.sku(),
                order.quantity(),
                order.unitPrice().fen(),
                order.amount().fen(),
                order.state().word(),
                held.requestKey(),
                held.fingerprint(),
                entry.generation(),
                entry.sequence(),
                text(order.source()),
                order.createdAt(),
                order.payBy(),
                order.voidReason());
    }

    private static void add(PgColumns history, Order order) {
        int position = 0;
        for (HistoryEntry line : order.history()) {
            OrderState from = line.from();
            history.row(
                    order.id(),
                    position++,
                    from == null ? null : from.word(),
                    line.to().word(),
                    line.at(),
                    line.cause());
        }
    }

    private static String event(Order order) {
        ObjectNode data = Json.object();
        data.put("orderId", order.id());
        data.put("shopperId", order.shopperId());
        data.put("sku", order.sku());
        data.put("quantity", order.quantity());
        data.put("amountFen", order.amount().fen());
        return Json.write(data);
    }

    private static @Nullable String text(@Nullable ObjectNode json) {
        return json == null ? null : Json.write(json);
    }
}
