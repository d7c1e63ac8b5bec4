package dev.stampede.order;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.http.Exchange;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.json.Json;
import dev.stampede.order.PgMine.Mine;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.function.BiFunction;

/** {@code GET /v1/campaigns/{id}/me}: what a campaign is to the shopper who asks. */
public final class MineRoutes implements Routes {
    private final PgCampaigns campaigns;
    private final PgMine mine;
    private final BiFunction<String, String, Future<ArrayNode>> formations;
    private final JwtGuard guard;
    private final InstantSource clock;

    /** @param formations those of a campaign that a shopper is in, as everybody may see them */
    public MineRoutes(
            PgCampaigns campaigns,
            PgMine mine,
            BiFunction<String, String, Future<ArrayNode>> formations,
            JwtGuard guard,
            InstantSource clock) {
        this.campaigns = campaigns;
        this.mine = mine;
        this.formations = formations;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/campaigns/:id/me").handler(guard.shopper()).handler(this::show);
    }

    private void show(RoutingContext context) {
        String shopperId = JwtGuard.caller(context).subject();
        Exchange.answer(context, 200, visible(context.pathParam("id")).compose(campaign -> Future.all(
                        mine.of(campaign, shopperId), formations.apply(campaign.id(), shopperId))
                .map(read -> write(read.resultAt(0), read.resultAt(1)))));
    }

    private Future<Campaign> visible(String id) {
        Future<Campaign> unknown = Future.failedFuture(Refusal.of(404, "UNKNOWN_CAMPAIGN"));
        return !Campaign.isId(id)
                ? unknown
                : campaigns.find(id).compose(found -> found.filter(
                                shown -> shown.campaign().isVisibleAt(clock.instant()))
                        .map(shown -> Future.succeededFuture(shown.campaign()))
                        .orElse(unknown));
    }

    private static ObjectNode write(Mine mine, ArrayNode formations) {
        ObjectNode json = Json.object();
        json.put("unitsTaken", mine.unitsTaken());
        json.put("unitsLeft", mine.unitsLeft());
        json.put("newcomer", mine.isNewcomer());
        ArrayNode orders = json.putArray("orders");
        mine.orders().stream().map(OrderJson::write).forEach(orders::add);
        json.set("formations", formations);
        return json;
    }
}
