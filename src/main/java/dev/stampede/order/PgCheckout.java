package dev.stampede.order;

import dev.stampede.money.Money;
import dev.stampede.order.IntentAnswer.Verdict;
import dev.stampede.order.PgLockedOrder.Seated;
import dev.stampede.order.PgOrderKeys.Known;
import dev.stampede.order.PgOrderKeys.Request;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens payment intents and takes what the provider says. Both lock the order's row in a statement of its own, so that what they then
 * read is what they change; a payment locks the order's formation before.
 */
public final class PgCheckout {
    private static final String FIND_INTENT = """
            SELECT id, order_id, provider, transaction_id, amount_fen, request_key, expires_at
            FROM payment_intent WHERE order_id = $1::text
            """;
    private static final String ADD_INTENT = """
            INSERT INTO payment_intent (id, order_id, provider, transaction_id, amount_fen, request_key, expires_at)
            VALUES ($1::text, $2::text, $3::text, $4::text, $5::bigint, $6::text, $7::timestamptz)
            """;
    private static final String ADD_PAYMENT = """
            INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied)
            VALUES ($1::text, $2::text, $3::text, $4::text, $5::bigint, $6::boolean)
            ON CONFLICT (provider, transaction_id) DO NOTHING
            """;

    private final Pool pool;
    private final Supplier<String> ids;
    private final Payments payments;
    private final PgSeats seats;

    /** For orders that are in no formation; one that is in one is not found. */
    public PgCheckout(Pool pool, Supplier<String> ids, Payments payments) {
        this(pool, ids, payments, new PgLooseSeats(ids));
    }

    public PgCheckout(Pool pool, Supplier<String> ids, Payments payments, PgSeats seats) {
        this.pool = pool;
        this.ids = ids;
        this.payments = payments;
        this.seats = seats;
    }

    /** The one intent of the shopper's order, made now if there is none and the order is held. */
    public Future<IntentAnswer> open(String shopperId, String orderId, String requestKey) {
        return pool.withTransaction(connection -> PgLockedOrder.lock(connection, orderId)
                .compose(order -> order.isEmpty()
                        ? Future.succeededFuture(IntentAnswer.refusal(Verdict.NO_ROW))
                        : open(connection, order.get(), shopperId, requestKey)));
    }

    /**
     * Records the payment, once however often it is told, and settles the order if it is held: even after its {@code
     * payBy}, and whatever became of the campaign. Completes after the commit.
     */
    public Future<NoticeVerdict> take(PaymentNotice notice) {
        if (!payments.isGenuine(notice)) {
            return Future.succeededFuture(NoticeVerdict.NOT_GENUINE);
        }
        return pool.withTransaction(connection -> PgLockedOrder.lock(connection, seats, notice.orderId())
                .compose(seated -> seated.isEmpty()
                        ? Future.succeededFuture(NoticeVerdict.UNKNOWN_ORDER)
                        : take(connection, seated.get(), notice)));
    }

    private record KeyedIntent(PaymentIntent intent, String requestKey) {
        static KeyedIntent read(Row row) {
            PaymentIntent intent = new PaymentIntent(
                    row.getString("id"),
                    row.getString("order_id"),
                    row.getString("provider"),
                    row.getString("transaction_id"),
                    Money.ofFen(row.getLong("amount_fen")),
                    row.getOffsetDateTime("expires_at").toInstant());
            return new KeyedIntent(intent, row.getString("request_key"));
        }
    }

    private Future<IntentAnswer> open(
            SqlConnection connection, PgLockedOrder order, String shopperId, String requestKey) {
        if (!order.shopperId().equals(shopperId)) {
            return Future.succeededFuture(IntentAnswer.refusal(Verdict.NOT_THEIRS));
        }
        Request request = Request.of(requestKey, "pay", "");
        return PgOrderKeys.look(connection, order, request)
                .compose(known -> known == Known.OTHER
                        ? Future.succeededFuture(IntentAnswer.refusal(Verdict.MISMATCH))
                        : find(connection, order)
                                .compose(found -> known == Known.SAME
                                        ? Future.succeededFuture(replayed(found.orElseThrow(), requestKey))
                                        : open(connection, order, found, request)));
    }

    private static Future<Optional<KeyedIntent>> find(SqlConnection connection, PgLockedOrder order) {
        return connection
                .preparedQuery(FIND_INTENT)
                .execute(Tuple.of(order.id()))
                .map(rows -> rows.stream().findFirst().map(KeyedIntent::read));
    }

    private static IntentAnswer replayed(KeyedIntent found, String requestKey) {
        return IntentAnswer.of(
                found.requestKey().equals(requestKey) ? Verdict.REPLAYED : Verdict.STILL_OPEN_REPLAYED, found.intent());
    }

    private Future<IntentAnswer> open(
            SqlConnection connection, PgLockedOrder order, Optional<KeyedIntent> found, Request request) {
        if (!order.isHeld()) {
            return Future.succeededFuture(IntentAnswer.refusal(Verdict.WRONG_STATE));
        }
        Future<IntentAnswer> answer = found.isPresent()
                ? Future.succeededFuture(
                        IntentAnswer.of(Verdict.STILL_OPEN, found.get().intent()))
                : openFirst(connection, order, request.key());
        return answer.compose(
                opened -> PgOrderKeys.remember(connection, order, request).map(opened));
    }

    private Future<IntentAnswer> openFirst(SqlConnection connection, PgLockedOrder order, String requestKey) {
        PaymentIntent intent =
                new PaymentIntent(ids.get(), order.id(), payments.provider(), ids.get(), order.amount(), order.payBy());
        Tuple values = Tuple.of(intent.id(), intent.orderId(), intent.provider(), intent.transactionId())
                .addLong(intent.amount().fen())
                .addString(requestKey)
                .addOffsetDateTime(intent.expiresAt().atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(ADD_INTENT)
                .execute(values)
                .map(added -> IntentAnswer.of(Verdict.OPENED, intent));
    }

    private Future<NoticeVerdict> take(SqlConnection connection, Seated seated, PaymentNotice notice) {
        PgLockedOrder order = seated.order();
        if (!order.amount().equals(notice.amount())) {
            return Future.succeededFuture(NoticeVerdict.AMOUNT_MISMATCH);
        }
        Tuple values = Tuple.of(ids.get(), order.id(), payments.provider(), notice.transactionId())
                .addLong(notice.amount().fen())
                .addBoolean(order.isHeld());
        return connection
                .preparedQuery(ADD_PAYMENT)
                .execute(values)
                .compose(added -> added.rowCount() == 0
                        ? Future.succeededFuture(NoticeVerdict.REPEATED)
                        : order.isHeld()
                                ? seated.seat().pay(connection, order.id()).map(NoticeVerdict.APPLIED)
                                : Future.succeededFuture(NoticeVerdict.UNAPPLIED));
    }
}
