package dev.stampede.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads orders from Postgres. */
public final class PgOrders {
    private final Pool pool;

    public PgOrders(Pool pool) {
        this.pool = pool;
    }

    /** The order, whosever it is, or nothing. */
    public Future<Optional<Order>> find(String id) {
        return first("WHERE o.id = $1::text", Tuple.of(id));
    }

    /** The order if it is that shopper's, else nothing. */
    public Future<Optional<Order>> findFor(String shopperId, String id) {
        return first("WHERE o.id = $1::text AND o.shopper_id = $2::text", Tuple.of(id, shopperId));
    }

    /** The order that the request made, or nothing. */
    public Future<Optional<Order>> findByRequest(String campaignId, String shopperId, String requestKey) {
        return first(
                "WHERE o.campaign_id = $1::text AND o.shopper_id = $2::text AND o.request_key = $3::text",
                Tuple.of(campaignId, shopperId, requestKey));
    }

    /** That shopper's orders as {@link #list(OrderFilter, String, int)}. */
    public Future<List<Order>> list(String shopperId, @Nullable String cursor, int limit) {
        return list(OrderFilter.ofShopper(shopperId), cursor, limit);
    }

    /**
     * The newest first, at most {@code limit}.
     *
     * @param cursor the id of the last order of the page before, or null for the first page
     */
    public Future<List<Order>> list(OrderFilter filter, @Nullable String cursor, int limit) {
        List<String> conditions = new ArrayList<>();
        Tuple values = Tuple.tuple();
        OrderState state = filter.state();
        ask(conditions, values, "o.campaign_id =", filter.campaignId());
        ask(conditions, values, "o.state =", state == null ? null : state.word());
        ask(conditions, values, "o.shopper_id =", filter.shopperId());
        ask(conditions, values, "o.id <", cursor);
        String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
        values.addInteger(limit);
        return select(where + " ORDER BY o.id DESC LIMIT $" + values.size() + "::int", values);
    }

    private static void ask(List<String> conditions, Tuple values, String condition, @Nullable String value) {
        if (value != null) {
            values.addString(value);
            conditions.add(condition + " $" + values.size() + "::text");
        }
    }

    private Future<Optional<Order>> first(String clauses, Tuple values) {
        return select(clauses, values).map(found -> found.stream().findFirst());
    }

    private Future<List<Order>> select(String clauses, Tuple values) {
        return pool.preparedQuery(PgOrderRow.SELECT + clauses).execute(values).map(PgOrders::read);
    }

    private static List<Order> read(RowSet<Row> rows) {
        return rows.stream().map(PgOrderRow::read).toList();
    }
}
