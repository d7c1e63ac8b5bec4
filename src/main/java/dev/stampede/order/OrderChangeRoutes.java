package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.CampaignReader;
import dev.stampede.http.Exchange;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.json.Fields;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.function.Function;

/** How a shopper gives an order back: unpaid, or paid. */
public final class OrderChangeRoutes implements Routes {
    private final PgOrderChanges changes;
    private final JwtGuard guard;
    private final InstantSource clock;
    private final Errands errands;

    public OrderChangeRoutes(PgOrderChanges changes, JwtGuard guard, InstantSource clock, Errands errands) {
        this.changes = changes;
        this.guard = guard;
        this.clock = clock;
        this.errands = errands;
    }

    @Override
    public void mount(Router router) {
        router.post("/v1/orders/:id/cancel").handler(guard.shopper()).handler(this::cancel);
        router.post("/v1/orders/:id/refund").handler(guard.shopper()).handler(this::refund);
    }

    private void cancel(RoutingContext context) {
        String shopperId = JwtGuard.caller(context).subject();
        String id = OrderRoutes.orderId(context);
        String key = Exchange.idempotencyKey(context);
        Exchange.refuseIfWrong(Fields.of(Exchange.body(context)));
        answer(context, changes.cancel(shopperId, id, key));
    }

    private void refund(RoutingContext context) {
        String shopperId = JwtGuard.caller(context).subject();
        String id = OrderRoutes.orderId(context);
        String key = Exchange.idempotencyKey(context);
        Fields body = Fields.of(Exchange.body(context));
        String reason = CampaignReader.reason(body);
        Exchange.refuseIfWrong(body);
        answer(context, changes.refund(shopperId, id, key, reason));
    }

    private void answer(RoutingContext context, Future<OrderAnswer> change) {
        change.onSuccess(answer -> {
                    errands.run(answer);
                    if (answer.verdict() == OrderAnswer.Verdict.NO_ROW) {
                        context.fail(OrderRoutes.noRow(OrderRoutes.orderId(context), clock.instant()));
                    } else {
                        answer(context, answer, OrderJson::write);
                    }
                })
                .onFailure(context::fail);
    }

    /** Answers with the order as it is now, or with the refusal. */
    static void answer(RoutingContext context, OrderAnswer answer, Function<Order, ObjectNode> view) {
        switch (answer.verdict()) {
            case REPLAYED -> {
                context.response().putHeader("Idempotency-Replayed", "true");
                Exchange.answer(context, 200, view.apply(answer.order().orElseThrow()));
            }
            case DONE -> Exchange.answer(context, 200, view.apply(answer.order().orElseThrow()));
            case MISMATCH -> context.fail(Refusal.of(422, "IDEMPOTENCY_MISMATCH"));
            case WRONG_STATE -> context.fail(Refusal.of(409, "WRONG_STATE"));
            case ENDED -> context.fail(Refusal.of(409, "ENDED"));
            case NOT_THEIRS, NO_ROW -> context.fail(Refusal.of(404, "UNKNOWN_ORDER"));
        }
    }
}
