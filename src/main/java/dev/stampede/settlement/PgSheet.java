package dev.stampede.settlement;

import static dev.stampede.postgres.PgColumns.unnested;

import dev.stampede.formation.PgLedgerRows;
import dev.stampede.json.JsonText;
import dev.stampede.kind.OrderHeld;
import dev.stampede.order.HistoryEntry;
import dev.stampede.order.Order;
import dev.stampede.order.OrderState;
import dev.stampede.order.PgEventRows;
import dev.stampede.postgres.PgColumns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one settling transaction, by table, and the statements that write them. Offers come last, they are hot. */
final class PgSheet {
    /** With where each campaign stands after them: one statement more costs as much as four orders. */
    private static final String BATCHES = """
            WITH batch AS (
              INSERT INTO settled_batch (campaign_id, sequence, generation, batch_id, verdict)
              SELECT *, 'settled' FROM %s AS r)
            UPDATE campaign_counter k SET settled_through = c.sequence, last_batch_id = c.batch_id
            FROM %s AS c
            WHERE k.campaign_id = c.campaign_id
            """.formatted(
                    unnested(1, "campaign_id text, sequence bigint, generation bigint, batch_id text"),
                    unnested(5, "campaign_id text, sequence bigint, batch_id text"));
    /** That it began held is read from the order's row. */
    private static final String MOVES = """
            INSERT INTO order_move (order_id, position, from_state, to_state, at, cause)
            SELECT * FROM %s AS r
            """.formatted(unnested(1, """
                    order_id text, position int, from_state text, to_state text, at timestamptz,
                    cause text"""));

    private static final String RELEASES =
            """
            INSERT INTO release (campaign_id, hold_id, formation_id, cause)
            SELECT *, 'void' FROM %s AS r
            """.formatted(unnested(1, "campaign_id text, hold_id text, formation_id text"));
    /** One offer alone is locked by its own update. */
    private static final String LOCK_OFFERS = """
            SELECT sku FROM offer
            WHERE (campaign_id, sku) IN (SELECT * FROM unnest($1::text[], $2::text[]))
            ORDER BY campaign_id, sku FOR UPDATE
            """;

    private static final String MOVE_UNITS = """
            UPDATE offer SET held = offer.held + u.held, sold = offer.sold + u.sold, withdrawn = offer.withdrawn + u.withdrawn
            FROM %s AS u
            WHERE offer.campaign_id = u.campaign_id AND offer.sku = u.sku
            """.formatted(unnested(1, """
                    campaign_id text, sku text, held bigint, sold bigint, withdrawn bigint"""));

    final PgTakeRows takes = new PgTakeRows();
    private final PgColumns batches = new PgColumns();
    private final PgOrderRows orders = new PgOrderRows();
    private final PgColumns moves = new PgColumns();
    private final PgEventRows events = new PgEventRows();
    private final PgColumns releases = new PgColumns();
    private final PgColumns counters = new PgColumns();
    private final Map<Offered, Units> units = new TreeMap<>();

    private record Offered(String campaignId, String sku) implements Comparable<Offered> {
        @Override
        public int compareTo(Offered other) {
            int campaigns = campaignId.compareTo(other.campaignId);
            return campaigns == 0 ? sku.compareTo(other.sku) : campaigns;
        }
    }

    /** What is added to an offer's counts. */
    record Units(long held, long sold, long withdrawn) {
        Units plus(Units more) {
            return new Units(held + more.held, sold + more.sold, withdrawn + more.withdrawn);
        }
    }

    void batch(Entry entry) {
        batches.row(entry.campaignId(), entry.sequence(), entry.generation(), entry.batchId());
    }

    void counter(String campaignId, Entry last) {
        counters.row(campaignId, last.sequence(), last.batchId());
    }

    void move(Entry entry, String sku, Units more) {
        units.merge(new Offered(entry.campaignId(), sku), more, Units::plus);
    }

    void release(Entry entry, String holdId, @Nullable String formationId) {
        releases.row(entry.campaignId(), holdId, formationId);
    }

    /** @param eventId of the event that tells of it */
    void order(Entry entry, OrderHeld held, Order order, String eventId) {
        orders.add(entry, held, order);
        add(moves, order);
        events.add(eventId, "order." + order.state().word(), order.campaignId(), order.createdAt(), event(order));
    }

    List<Future<?>> execute(SqlConnection db, PgLedgerRows formations) {
        PgColumns offers = new PgColumns();
        PgColumns counts = new PgColumns();
        units.forEach((offer, moved) -> {
            offers.row(offer.campaignId(), offer.sku());
            counts.row(offer.campaignId(), offer.sku(), moved.held(), moved.sold(), moved.withdrawn());
        });
        List<Future<?>> statements = new ArrayList<>(formations.execute(db));
        statements.add(batches.execute(db, BATCHES, counters));
        statements.add(orders.execute(db));
        statements.add(moves.execute(db, MOVES));
        statements.add(formations.events().and(events).execute(db));
        statements.add(formations.releases().and(releases).execute(db, RELEASES));
        statements.add(takes.remember(db));
        if (units.size() > 1 || takes.readOffers()) {
            statements.add(offers.execute(db, LOCK_OFFERS));
        }
        statements.add(takes.log(db));
        statements.add(counts.execute(db, MOVE_UNITS));
        return statements;
    }

    private static void add(PgColumns moves, Order order) {
        List<HistoryEntry> history = order.history();
        for (int position = 1; position < history.size(); position++) {
            HistoryEntry line = history.get(position);
            OrderState from = Objects.requireNonNull(line.from());
            moves.row(order.id(), position, from.word(), line.to().word(), line.at(), line.cause());
        }
    }

    private static String event(Order order) {
        return new JsonText()
                .put("orderId", order.id())
                .put("shopperId", order.shopperId())
                .put("sku", order.sku())
                .put("quantity", order.quantity())
                .put("amountFen", order.amount().fen())
                .end();
    }
}
