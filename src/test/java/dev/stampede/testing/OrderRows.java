package dev.stampede.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes campaigns with one offer, and orders as settlement leaves them; reads back what tests ask about. */
public final class OrderRows {
    public static final String SHOPPER = "alice";
    public static final String SKU = "tee";
    public static final long PRICE_FEN = 990;

    private static final String CAMPAIGN = """
            INSERT INTO campaign (id, kind, title, copy, state, revision, opens_at, closes_at, pay_within_seconds,
              per_shopper_limit, per_order_limit, ack, stock_shown, time_zone, audience, refund_policy, refundable,
              rules, created_by)
            VALUES ($1::text, 'flash_sale', 'Tees', 'One a head', 'live', 1, now() - interval '1 hour',
              now() + interval '1 hour', 60, 1000, 1000, 'settled', 'exact', 'Asia/Shanghai', '{}', '', true, '{}', 'olga')
            """;
    private static final String OFFER = """
            INSERT INTO offer (campaign_id, sku, position, name, price_fen, list_price_fen, granted)
            VALUES ($1::text, $2::text, 0, 'Tee', $3::bigint, $3::bigint, $4::bigint)
            """;
    private static final String ORDERS = """
            WITH ordered AS (
              INSERT INTO orders (id, campaign_id, kind, shopper_id, sku, quantity, unit_price_fen, amount_fen, state,
                hold_id, request_key, fingerprint, generation, sequence, source, created_at, pay_by)
              SELECT n.id, $2::text, 'flash_sale', $3::text, $4::text, $5::int, $6::bigint, $5::int * $6::bigint, 'held',
                'hold-' || n.id, 'key-' || n.id, 'f', 1, 1, '{"leaderId": "lily"}', now(),
                now() + $7::bigint * interval '1 millisecond'
              FROM unnest($1::text[]) AS n (id)
            )
            UPDATE offer SET held = held + $5::int * cardinality($1::text[]) WHERE campaign_id = $2::text AND sku = $4::text
            """;

    private final TestDatabase database;
    private final List<String> campaigns = new ArrayList<>();

    public OrderRows(TestDatabase database) {
        this.database = database;
    }

    /** What so many calls bring that are made without waiting for one another; 0 is the first. */
    public static <T> List<T> awaitAll(int calls, IntFunction<Future<T>> call) {
        List<Future<T>> started = IntStream.range(0, calls).mapToObj(call).toList();
        return started.stream().map(TestDatabase::get).toList();
    }

    /** A live flash sale with {@code granted} units of {@link #SKU}; its id. */
    public String campaign(long granted) {
        String id = database.ids().get();
        database.query(CAMPAIGN, id);
        database.query(OFFER, id, SKU, PRICE_FEN, granted);
        campaigns.add(id);
        return id;
    }

    /** A held order of {@link #SHOPPER}, its units counted in the offer; its id. */
    public String held(String campaignId, int quantity, Duration untilPayBy) {
        return held(campaignId, SHOPPER, quantity, untilPayBy);
    }

    public String held(String campaignId, String shopperId, int quantity, Duration untilPayBy) {
        return held(1, campaignId, shopperId, quantity, untilPayBy).get(0);
    }

    /** So many held orders; their ids, oldest first. */
    public List<String> held(int orders, String campaignId, String shopperId, int quantity, Duration untilPayBy) {
        List<String> ids = Stream.generate(database.ids()).limit(orders).toList();
        Object array = ids.toArray(String[]::new);
        database.query(ORDERS, array, campaignId, shopperId, SKU, quantity, PRICE_FEN, untilPayBy.toMillis());
        return ids;
    }

    /** The campaigns made here. */
    public String[] campaigns() {
        return campaigns.toArray(String[]::new);
    }

    /** The first column of every row. */
    public List<String> texts(String sql, Object... values) {
        return database.query(sql, values).stream().map(row -> row.getString(0)).toList();
    }
}
