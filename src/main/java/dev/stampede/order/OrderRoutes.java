package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import dev.stampede.json.Violation;
import dev.stampede.money.Money;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shopper's orders and their payment. */
public final class OrderRoutes implements Routes {
    private static final int MOST_A_PAGE = 100;

    private final PgOrders orders;
    private final PgCheckout checkout;
    private final Payments payments;
    private final JwtGuard guard;
    private final InstantSource clock;
    private final Errands errands;

    public OrderRoutes(
            PgOrders orders,
            PgCheckout checkout,
            Payments payments,
            JwtGuard guard,
            InstantSource clock,
            Errands errands) {
        this.orders = orders;
        this.checkout = checkout;
        this.payments = payments;
        this.guard = guard;
        this.clock = clock;
        this.errands = errands;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/orders").handler(guard.shopper()).handler(this::list);
        router.get("/v1/orders/:id").handler(guard.shopper()).handler(this::show);
        router.post("/v1/orders/:id/pay").handler(guard.shopper()).handler(this::pay);
        router.post("/v1/payments/simulated/notify").handler(this::notice);
    }

    /** The {@code limit} of a list of orders. */
    static int limit(RoutingContext context) {
        return Exchange.limit(context, MOST_A_PAGE);
    }

    /** The {@code cursor} of a list of orders, or null. */
    static @Nullable String cursor(RoutingContext context) {
        String cursor = Exchange.query(context, "cursor");
        if (cursor != null && !OrderIds.isWellFormed(cursor)) {
            throw new Refusal(Problem.invalid(
                    List.of(new Violation("/cursor", "pattern", "must be the nextCursor of an earlier page"))));
        }
        return cursor;
    }

    private void list(RoutingContext context) {
        String shopperId = JwtGuard.caller(context).subject();
        int limit = limit(context);
        Exchange.answer(
                context,
                200,
                orders.list(shopperId, cursor(context), limit + 1)
                        .map(found -> OrderJson.page(found, limit, OrderJson::write)));
    }

    private void show(RoutingContext context) {
        String shopperId = JwtGuard.caller(context).subject();
        String id = orderId(context);
        Exchange.answer(
                context,
                200,
                orders.find(id).compose(found -> theirs(found, shopperId, id)).map(OrderJson::write));
    }

    private void pay(RoutingContext context) {
        String shopperId = JwtGuard.caller(context).subject();
        String id = orderId(context);
        String key = Exchange.idempotencyKey(context);
        Exchange.refuseIfWrong(Fields.of(Exchange.body(context)));
        checkout.open(shopperId, id, key)
                .onSuccess(answer -> answer(context, id, answer))
                .onFailure(context::fail);
    }

    private void notice(RoutingContext context) {
        Fields fields = Fields.of(Exchange.body(context));
        PaymentNotice notice = new PaymentNotice(
                fields.name("orderId"),
                fields.name("transactionId"),
                Money.ofFen(fields.integer("amountFen", 0, Fields.MAX_EXACT)),
                fields.text("signature", 0, 256));
        Exchange.refuseIfWrong(fields);
        checkout.take(notice)
                .onSuccess(verdict -> {
                    if (verdict == NoticeVerdict.UNAPPLIED) {
                        errands.lateMoney().run();
                    }
                    answer(context, verdict);
                })
                .onFailure(context::fail);
    }

    /** The order id of the path; one that can't be an id is not looked up. */
    static String orderId(RoutingContext context) {
        String id = context.pathParam("id");
        if (!OrderIds.isWellFormed(id)) {
            throw unknown();
        }
        return id;
    }

    private Future<Order> theirs(Optional<Order> found, String shopperId, String id) {
        if (found.isEmpty()) {
            return Future.failedFuture(noRow(id));
        }
        Order order = found.get();
        return order.shopperId().equals(shopperId) ? Future.succeededFuture(order) : Future.failedFuture(unknown());
    }

    private Refusal noRow(String id) {
        return noRow(id, clock.instant());
    }

    /** What to say of an order that has no row: it may be on its way. */
    static Refusal noRow(String id, Instant now) {
        return OrderIds.mayLackItsRow(id, now) ? Refusal.of(409, "ORDER_PENDING") : unknown();
    }

    private static Refusal unknown() {
        return Refusal.of(404, "UNKNOWN_ORDER");
    }

    private void answer(RoutingContext context, String id, IntentAnswer answer) {
        switch (answer.verdict()) {
            case OPENED -> Exchange.answer(context, 201, view(answer));
            case REPLAYED -> {
                context.response().putHeader("Idempotency-Replayed", "true");
                Exchange.answer(context, 201, view(answer));
            }
            case STILL_OPEN -> Exchange.answer(context, 200, view(answer));
            case STILL_OPEN_REPLAYED -> {
                context.response().putHeader("Idempotency-Replayed", "true");
                Exchange.answer(context, 200, view(answer));
            }
            case MISMATCH -> context.fail(Refusal.of(422, "IDEMPOTENCY_MISMATCH"));
            case WRONG_STATE -> context.fail(Refusal.of(409, "WRONG_STATE"));
            case NOT_THEIRS -> context.fail(unknown());
            case NO_ROW -> context.fail(noRow(id));
        }
    }

    private ObjectNode view(IntentAnswer answer) {
        PaymentIntent intent = answer.intent().orElseThrow();
        ObjectNode json = Json.object();
        json.put("id", intent.id());
        json.put("provider", intent.provider());
        json.put("amountFen", intent.amount().fen());
        json.put("expiresAt", Times.write(intent.expiresAt()));
        json.set("client", payments.client(intent));
        return json;
    }

    private static void answer(RoutingContext context, NoticeVerdict verdict) {
        switch (verdict) {
            case APPLIED, UNAPPLIED, REPEATED -> Exchange.answer(context, 200, Json.object());
            case NOT_GENUINE -> context.fail(Refusal.of(401, "UNAUTHENTICATED"));
            case UNKNOWN_ORDER -> context.fail(unknown());
            case AMOUNT_MISMATCH -> context.fail(Refusal.of(422, "AMOUNT_MISMATCH"));
        }
    }
}
