package dev.stampede.campaign;

import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import dev.stampede.json.Fields;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code POST /admin/v1/campaigns/{id}/stock}: more or fewer units of an offer. */
public final class StockRoutes implements Routes {
    private final JwtGuard guard;
    private final PgCampaigns campaigns;
    private final PgStock stock;
    private final Withdrawals withdrawals;
    private final RedisTold redis;

    public StockRoutes(JwtGuard guard, PgCampaigns campaigns, PgStock stock, Withdrawals withdrawals, RedisTold redis) {
        this.guard = guard;
        this.campaigns = campaigns;
        this.stock = stock;
        this.withdrawals = withdrawals;
        this.redis = redis;
    }

    @Override
    public void mount(Router router) {
        router.post("/admin/v1/campaigns/:id/stock")
                .handler(guard.operations(Role.OPERATOR))
                .handler(this::change);
    }

    private void change(RoutingContext context) {
        String id = CampaignRoutes.id(context);
        Fields body = Fields.of(Exchange.body(context));
        StockChange change = StockChange.read(body);
        Exchange.refuseIfWrong(body);
        String actor = JwtGuard.caller(context).subject();
        stock.change(id, change, actor)
                .compose(next -> status(id, change, actor, next))
                .onSuccess(status -> CampaignRoutes.answer(
                        context, status, campaigns.find(id).map(Optional::orElseThrow)))
                .onFailure(context::fail);
    }

    /** 200 when Redis has it too, 202 when it has not within its time. */
    private Future<Integer> status(String id, StockChange change, String actor, PgStock.Next next) {
        return switch (next) {
            case NOTHING -> Future.succeededFuture(200);
            case TELL -> redis.told(id).otherwise(false).map(taken -> taken ? 200 : 202);
            case TAKE ->
                withdrawals
                        .withdraw(id, change.sku(), -change.delta(), actor, change.reason())
                        .map(StockRoutes::requireWithdrawn);
        };
    }

    private static int requireWithdrawn(Withdrawals.Answer answer) {
        return switch (answer.verdict()) {
            case WITHDRAWN -> 200;
            case TOO_FEW_LEFT -> throw new Refusal(Problem.of(409, "SOLD_OUT").with("left", answer.left()));
            case BUSY -> throw Refusal.of(503, "BUSY");
        };
    }
}
