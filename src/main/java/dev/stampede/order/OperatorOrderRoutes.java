package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.CampaignReader;
import dev.stampede.http.Exchange;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Everybody's orders, for operators: seen, refunded, fulfilled. */
public final class OperatorOrderRoutes implements Routes {
    private final PgOrders orders;
    private final PgOrderChanges changes;
    private final JwtGuard guard;
    private final Errands errands;

    public OperatorOrderRoutes(PgOrders orders, PgOrderChanges changes, JwtGuard guard, Errands errands) {
        this.orders = orders;
        this.changes = changes;
        this.guard = guard;
        this.errands = errands;
    }

    @Override
    public void mount(Router router) {
        router.get("/admin/v1/orders").handler(guard.operations(Role.FINANCE)).handler(this::list);
        router.post("/admin/v1/orders/:id/refund")
                .handler(guard.operations(Role.FINANCE))
                .handler(context -> change(context, changes::refundBy));
        router.post("/admin/v1/orders/:id/fulfil")
                .handler(guard.operations(Role.OPERATOR))
                .handler(context -> change(context, changes::fulfilBy));
    }

    /** What an operator does with an order. */
    private interface Change {
        Future<OrderAnswer> make(String actor, String orderId, String reason);
    }

    private void change(RoutingContext context, Change change) {
        String id = OrderRoutes.orderId(context);
        Buffer sent = context.body().buffer();
        Fields body = Fields.of(sent == null || sent.length() == 0 ? Json.object() : Exchange.body(context));
        String reason = CampaignReader.reason(body);
        Exchange.refuseIfWrong(body);
        change.make(JwtGuard.caller(context).subject(), id, reason)
                .onSuccess(answer -> {
                    errands.run(answer);
                    OrderChangeRoutes.answer(context, answer, OperatorOrderRoutes::view);
                })
                .onFailure(context::fail);
    }

    private void list(RoutingContext context) {
        int limit = OrderRoutes.limit(context);
        Exchange.answer(
                context,
                200,
                orders.list(filter(context), OrderRoutes.cursor(context), limit + 1)
                        .map(found -> OrderJson.page(found, limit, OperatorOrderRoutes::view)));
    }

    private static OrderFilter filter(RoutingContext context) {
        ObjectNode query = Json.object();
        query.put("campaignId", Exchange.query(context, "campaignId"));
        query.put("state", Exchange.query(context, "state"));
        query.put("shopperId", Exchange.query(context, "shopperId"));
        Fields fields = Fields.of(query);
        OrderFilter filter =
                new OrderFilter(fields.optionalName("campaignId"), state(fields), fields.optionalName("shopperId"));
        Exchange.refuseIfWrong(fields);
        return filter;
    }

    private static @Nullable OrderState state(Fields fields) {
        OrderState asked = fields.choice("state", OrderState.class, OrderState.HELD);
        return fields.has("state") ? asked : null;
    }

    private static ObjectNode view(Order order) {
        return OrderJson.write(order).put("shopperId", order.shopperId());
    }
}
