package dev.stampede.boot;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.stampede.campaign.PgReminders;
import dev.stampede.campaign.PublicCampaignRoutes;
import dev.stampede.campaign.ReminderRoutes;
import dev.stampede.feed.BusStock;
import dev.stampede.formation.FormationJson;
import dev.stampede.formation.FormationRoutes;
import dev.stampede.formation.PgLeaving;
import dev.stampede.http.Api;
import dev.stampede.http.DirectRoutes;
import dev.stampede.http.Routes;
import dev.stampede.http.TimeRoutes;
import dev.stampede.identity.AuthRoutes;
import dev.stampede.order.MineRoutes;
import dev.stampede.order.OrderChangeRoutes;
import dev.stampede.order.OrderRoutes;
import dev.stampede.order.PgCheckout;
import dev.stampede.order.PgMine;
import dev.stampede.order.PgNewcomers;
import dev.stampede.order.PgOrderChanges;
import dev.stampede.participation.Participation;
import dev.stampede.participation.ParticipationRoutes;
import dev.stampede.participation.PgArchive;
import dev.stampede.participation.PgLiveCampaigns;
import dev.stampede.participation.PgReplays;
import dev.stampede.participation.RedisBatcher;
import dev.stampede.participation.RedisSoldOut;
import dev.stampede.participation.RedisTaking;
import dev.stampede.participation.SoldOutMemory;
import dev.stampede.redis.RedisLink;
import io.vertx.core.Vertx;
import java.util.List;

/** The shoppers' server: what each of its event loops has of its own, and the routes. */
final class PublicServer {
    private static final int BODY_LIMIT = 8 * 1_024;

    private final Parts parts;
    private final Api api;
    private final PgLiveCampaigns live;
    private final PublicCampaignRoutes campaigns;
    private final PgNewcomers newcomers;
    private final SoldOutMemory soldOut = new SoldOutMemory();

    PublicServer(Parts parts, Api api) {
        this.parts = parts;
        this.api = api;
        this.live = new PgLiveCampaigns(parts.pool, parts.campaigns, parts.settler, parts.kinds.all());
        this.campaigns = new PublicCampaignRoutes(parts.campaigns, parts.clock, Ticker.systemTicker());
        this.newcomers = new PgNewcomers(parts.vertx, parts.pool);
    }

    /** What answers the requests of one event loop, which has a batcher and a Redis connection of its own; called on that loop. */
    DirectRoutes requests(Vertx vertx) {
        parts.lag.watch(vertx);
        // The busiest first: the router tries its routes in order.
        List<Routes> routes = List.of(
                new ParticipationRoutes(
                        participation(vertx), parts.guard, parts.metrics::outcome, parts.attempts::count),
                new TimeRoutes(parts.clock),
                new AuthRoutes(parts.tokens, parts.clock, parts.settings.demoLogin()),
                campaigns,
                new FormationRoutes(parts.formations, parts.campaigns, parts.clock),
                new MineRoutes(
                        parts.campaigns,
                        new PgMine(parts.pool, parts.orders, newcomers),
                        (campaign, shopper) ->
                                parts.formations.mine(campaign, shopper).map(FormationJson::list),
                        parts.guard,
                        parts.clock),
                new ReminderRoutes(new PgReminders(parts.pool, parts.campaigns, parts.ids), parts.guard, parts.clock),
                parts.feed.feed(vertx),
                new OrderRoutes(
                        parts.orders,
                        new PgCheckout(parts.pool, parts.ids, parts.payments, parts.seats),
                        parts.payments,
                        parts.guard,
                        parts.clock,
                        parts.errands),
                new OrderChangeRoutes(
                        new PgOrderChanges(parts.pool, parts.ids, parts.seats),
                        parts.guard,
                        parts.clock,
                        parts.errands));
        return api.build(vertx, BODY_LIMIT, routes);
    }

    private Participation participation(Vertx vertx) {
        RedisLink link = parts.link();
        link.open();
        BusStock stock = parts.feed.stock();
        RedisBatcher batcher = new RedisBatcher(
                vertx,
                link,
                parts.settler,
                parts.reloads,
                parts.clock,
                parts.random,
                parts.metrics::batch,
                stock::left);
        RedisTaking taking = new RedisTaking(
                batcher,
                new RedisSoldOut(vertx, link, soldOut, parts.settler::settledThrough, parts.clock),
                new PgReplays(vertx, parts.pool, parts.settler, parts.catchUp(link)),
                parts.settler,
                parts.reloads,
                parts.ids::isValid);
        PgArchive archive = new PgArchive(parts.pool);
        PgLeaving leaving = new PgLeaving(parts.pool, parts.ids);
        return new Participation(live, newcomers, taking, leaving, archive, parts.ids, parts.clock);
    }
}
