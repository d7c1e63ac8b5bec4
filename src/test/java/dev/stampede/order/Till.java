package dev.stampede.order;

import static dev.stampede.testing.TestDatabase.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.money.Money;
import dev.stampede.order.Reacquisition.Verdict;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The room of orders on a real Postgres, with a bank and a road of takes that do as a test says. */
final class Till {
    static final Duration LATER = Duration.ofMinutes(5);
    static final Duration EARLIER = Duration.ofSeconds(-1);

    private static final SimulatedPayments PAYMENTS =
            new SimulatedPayments(List.of("a-secret-of-more-than-32-characters"));

    final TestDatabase database = TestDatabase.shared();
    final OrderRows rows = new OrderRows(database);
    final PgOrders orders = new PgOrders(database.pool());
    final PgExpiry expiry = new PgExpiry(database.pool(), database.ids());
    final PgOrderChanges changes = new PgOrderChanges(database.pool(), database.ids());
    final Bank bank = new Bank();
    final Road road = new Road();
    final PgCheckout checkout = new PgCheckout(database.pool(), database.ids(), bank);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    final List<String> attempts = new CopyOnWriteArrayList<>();
    final PgRefunds refunds = refunds();
    final PgLateMoney lateMoney = new PgLateMoney(database.pool(), database.ids(), orders, road, () -> {});
    final PgCancelledCampaigns cancelled = new PgCancelledCampaigns(database.pool(), database.ids());

    /** Another node's. */
    PgRefunds refunds() {
        return new PgRefunds(database.pool(), database.ids(), bank, attempts::add);
    }

    /** The simulated provider, whose refunds of some orders go otherwise. */
    static final class Bank implements Payments {
        final List<Refund> asked = new CopyOnWriteArrayList<>();
        private final Map<String, Function<Refund, Future<Boolean>>> otherwise = new ConcurrentHashMap<>();

        void refunds(String orderId, Function<Refund, Future<Boolean>> manner) {
            otherwise.put(orderId, manner);
        }

        /** How often it was asked for a refund of the order. */
        long asked(String orderId) {
            return asked.stream()
                    .filter(refund -> refund.orderId().equals(orderId))
                    .count();
        }

        @Override
        public String provider() {
            return PAYMENTS.provider();
        }

        @Override
        public ObjectNode client(PaymentIntent intent) {
            return PAYMENTS.client(intent);
        }

        @Override
        public boolean isGenuine(PaymentNotice notice) {
            return PAYMENTS.isGenuine(notice);
        }

        @Override
        public Future<Boolean> refund(Refund refund) {
            asked.add(refund);
            return otherwise.getOrDefault(refund.orderId(), PAYMENTS::refund).apply(refund);
        }
    }

    /** Answers as it is told; what it takes it settles as the road of takes would, under the order's lock. */
    final class Road implements Reacquisition {
        private final Map<String, List<String>> asked = new ConcurrentHashMap<>();
        private final Map<String, List<Verdict>> verdicts = new ConcurrentHashMap<>();

        /** What it says of the order, one verdict after the other; the last one stays. */
        void says(String orderId, Verdict... words) {
            verdicts.put(orderId, new ArrayList<>(List.of(words)));
        }

        /** The payments that it was asked to take that order again for. */
        List<String> asked(String orderId) {
            return asked.getOrDefault(orderId, List.of());
        }

        @Override
        public Future<Verdict> take(Order order, String paymentId) {
            asked.computeIfAbsent(order.id(), id -> new CopyOnWriteArrayList<>())
                    .add(paymentId);
            List<Verdict> words = verdicts.getOrDefault(order.id(), List.of(Verdict.REFUSED));
            Verdict word = words.size() > 1 ? words.remove(0) : words.get(0);
            return word == Verdict.TAKEN ? settle(order.id(), paymentId) : Future.succeededFuture(word);
        }

        /** What settlement does with a re-acquire: REFUSED when it is void. */
        Future<Verdict> settle(String orderId, String paymentId) {
            return database.pool().withTransaction(connection -> PgLockedOrder.lock(connection, orderId)
                    .compose(order -> connection.preparedQuery("""
                                    UPDATE payment SET applied = true
                                    WHERE id = $1::text AND NOT applied AND returned_fen = 0
                                      AND EXISTS (SELECT FROM orders WHERE id = $2::text AND state = 'expired')
                                    """).execute(Tuple.of(paymentId, orderId)))
                    .compose(applied -> {
                        if (applied.rowCount() == 0) {
                            return Future.succeededFuture(Verdict.REFUSED);
                        }
                        PgOrderMoves moves = new PgOrderMoves(database.ids());
                        List<String> one = List.of(orderId);
                        return connection
                                .preparedQuery("UPDATE orders SET hold_id = $1::text WHERE id = $2::text")
                                .execute(Tuple.of(paymentId, orderId))
                                .compose(held -> moves.move(
                                        connection, one, OrderState.EXPIRED, OrderState.PAID, Why.of("late_payment")))
                                .compose(paid -> moves.move(
                                        connection, one, OrderState.PAID, OrderState.SETTLED, Why.of("no_formation")))
                                .compose(moved -> connection.preparedQuery("""
                                                UPDATE offer f SET sold = f.sold + o.quantity FROM orders o
                                                WHERE o.id = $1::text AND f.campaign_id = o.campaign_id AND f.sku = o.sku
                                                """).execute(Tuple.of(orderId)))
                                .map(Verdict.TAKEN);
                    }));
        }
    }

    /** A new order in that state, come there by a road that exists; its id. */
    String order(String campaign, OrderState state) {
        String order = rows.held(campaign, 1, state == OrderState.EXPIRED ? EARLIER : LATER);
        switch (state) {
            case HELD -> {}
            case PAID -> get(payOnly(order));
            case SETTLED -> pay(order);
            case FULFILLED -> {
                pay(order);
                get(changes.fulfilBy("olga", order, ""));
            }
            case EXPIRED -> expire(order);
            case CANCELLED -> get(changes.cancel(OrderRows.SHOPPER, order, "made-so-1"));
            case REFUNDING -> {
                pay(order);
                get(changes.refund(OrderRows.SHOPPER, order, "made-so-1", ""));
            }
            case REFUNDED -> {
                pay(order);
                get(changes.refund(OrderRows.SHOPPER, order, "made-so-1", ""));
                refund(order);
            }
        }
        return order;
    }

    /** Half of what a payment does: the state between is never seen from outside while nothing fails. */
    private Future<Void> payOnly(String order) {
        return database.pool().withTransaction(connection -> connection
                .preparedQuery("""
                        INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied)
                        SELECT 'P' || id, id, 'simulated', 'T' || id, amount_fen, true FROM orders WHERE id = $1::text
                        """)
                .execute(Tuple.of(order))
                .compose(added -> new PgOrderMoves(database.ids())
                        .move(connection, List.of(order), OrderState.HELD, OrderState.PAID, Why.of("payment")))
                .compose(moved -> PgOfferUnits.sell(connection, order)));
    }

    /** Expires everything that is due, this order too. */
    void expire(String order) {
        database.query("UPDATE orders SET pay_by = now() - interval '1 second' WHERE id = $1::text", order);
        while (state(order) == OrderState.HELD) {
            get(expiry.step());
        }
    }

    /** Tells of a payment; the transaction is the order's first. */
    NoticeVerdict pay(String order) {
        return pay(order, "T" + order);
    }

    NoticeVerdict pay(String order, String transaction) {
        return get(checkout.take(notice(order, transaction)));
    }

    PaymentNotice notice(String order, String transaction) {
        Money amount = Money.ofFen(database.count("SELECT amount_fen FROM orders WHERE id = $1::text", order));
        return new PaymentNotice(order, transaction, amount, PAYMENTS.sign(order, transaction, amount));
    }

    /** Runs refund steps until the order has none that is due. */
    void refund(String order) {
        while (database.count(
                        "SELECT count(*) FROM refund WHERE order_id = $1::text AND done_at IS NULL AND attempts = 0",
                        order)
                > 0) {
            int before = attempts.size();
            int begun = get(refunds.step());
            waitFor(before + begun);
        }
    }

    /** Waits for so many attempts to have ended; one that hangs is not waited for long. */
    private void waitFor(int ended) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (attempts.size() < ended && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Runs late-money steps until the order's payment that is next was looked at, however long it would have to wait. */
    void resolve(String order) {
        database.query("UPDATE payment SET next_look_at = now() WHERE order_id = $1::text", order);
        while (nextIsDue(order)) {
            get(lateMoney.step());
        }
    }

    private boolean nextIsDue(String order) {
        return rows.texts("""
                        SELECT (next_look_at <= now())::text FROM payment
                        WHERE order_id = $1::text AND NOT applied AND returned_fen = 0 ORDER BY at, id LIMIT 1
                        """, order).contains("true");
    }

    Order read(String order) {
        return get(orders.find(order)).orElseThrow();
    }

    OrderState state(String order) {
        return read(order).state();
    }

    /** {@code cause state} of each refund of the order. */
    List<String> refundsOf(String order) {
        return rows.texts("""
                SELECT cause || ' ' || amount_fen || CASE WHEN done_at IS NULL THEN ' pending' ELSE ' done' END
                FROM refund WHERE order_id = $1::text ORDER BY created_at, id
                """, order);
    }

    long units(String campaign, String column) {
        return database.count("SELECT " + column + " FROM offer WHERE campaign_id = $1::text", campaign);
    }

    long releases(String order) {
        return database.count("""
                SELECT count(*) FROM release r JOIN orders o ON o.hold_id = r.hold_id OR r.hold_id = 'hold-' || o.id
                WHERE o.id = $1::text
                """, order);
    }
}
