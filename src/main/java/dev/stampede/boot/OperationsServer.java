package dev.stampede.boot;

import dev.stampede.audit.Audit;
import dev.stampede.audit.AuditRoutes;
import dev.stampede.audit.PgAudit;
import dev.stampede.campaign.CampaignEditRoutes;
import dev.stampede.campaign.CampaignReader;
import dev.stampede.campaign.CampaignRoutes;
import dev.stampede.campaign.PgCampaignEdits;
import dev.stampede.campaign.PgCampaignHistory;
import dev.stampede.campaign.PgReminders;
import dev.stampede.campaign.PgStock;
import dev.stampede.campaign.RedisTold;
import dev.stampede.campaign.ReminderListRoutes;
import dev.stampede.campaign.StockRoutes;
import dev.stampede.http.Api;
import dev.stampede.http.DirectRoutes;
import dev.stampede.http.DocsRoutes;
import dev.stampede.http.Routes;
import dev.stampede.order.OperatorOrderRoutes;
import dev.stampede.order.PgOrderChanges;
import dev.stampede.participation.RedisWithdrawals;
import dev.stampede.redis.RedisLink;
import dev.stampede.report.PgReport;
import dev.stampede.report.ReportRoutes;
import dev.stampede.telemetry.Check;
import dev.stampede.telemetry.HealthRoutes;
import dev.stampede.telemetry.MetricsRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operators' server: campaigns, orders, audit, health, metrics and the contract. */
final class OperationsServer {
    private static final int BODY_LIMIT = 256 * 1_024;
    private static final long UNSETTLED_MS = 2_000;
    private static final long CHECK_WITHIN_MS = 1_000;

    private final Parts parts;
    private final Api api;
    private final RedisTold told;

    OperationsServer(Parts parts, Api api, RedisTold told) {
        this.parts = parts;
        this.api = api;
        this.told = told;
    }

    /** @param publicPort where the shoppers' server listens, for the contract */
    DirectRoutes requests(Vertx vertx, int publicPort) {
        RedisLink link = parts.link();
        link.open();
        Audit audit = PgAudit.create(
                parts.pool, link, parts.clock, pause -> vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .mapEmpty());
        CampaignReader reader = new CampaignReader(parts.kinds);
        List<Routes> routes = List.of(
                new CampaignRoutes(parts.guard, parts.campaigns, reader, told, parts.clock),
                new CampaignEditRoutes(
                        parts.guard,
                        new PgCampaignEdits(parts.pool, parts.ids, reader),
                        new PgCampaignHistory(parts.pool),
                        told,
                        parts.clock),
                new ReminderListRoutes(new PgReminders(parts.pool, parts.campaigns, parts.ids), parts.guard),
                new ReportRoutes(new PgReport(parts.pool), parts.guard),
                new StockRoutes(
                        parts.guard,
                        parts.campaigns,
                        new PgStock(parts.pool, parts.ids),
                        new RedisWithdrawals(parts.ownTakes(link), parts.ids),
                        told),
                new OperatorOrderRoutes(
                        parts.orders,
                        new PgOrderChanges(parts.pool, parts.ids, parts.seats),
                        parts.guard,
                        parts.errands),
                new AuditRoutes(audit::run, parts.guard),
                parts.feed.events(),
                parts.webhooks.routes(),
                new HealthRoutes(this::checks, parts.draining::get),
                new MetricsRoutes(parts.metrics),
                new DocsRoutes(publicPort));
        return api.build(vertx, BODY_LIMIT, routes);
    }

    /** What readiness rests on. */
    Future<List<Check>> checks() {
        long open = parts.links().stream().filter(link -> link.isOpen()).count();
        long unsettledMs = parts.settler.unsettledAgeMs();
        Check redis = new Check(
                "redis",
                open == parts.links().size(),
                open + " of " + parts.links().size() + " connections admitted");
        Check unsettled = new Check("unsettled", unsettledMs <= UNSETTLED_MS, "oldest batch " + unsettledMs + " ms");
        Check lease = new Check("node_number", parts.ids.isValid(), "leased");
        return parts.pool
                .query("SELECT 1")
                .execute()
                .timeout(CHECK_WITHIN_MS, TimeUnit.MILLISECONDS)
                .map(rows -> new Check("postgres", true, "answers"))
                .otherwise(e -> new Check("postgres", false, "does not answer"))
                .map(postgres -> Stream.concat(Stream.of(redis, postgres, unsettled, lease), bus())
                        .toList());
    }

    private Stream<Check> bus() {
        return parts.place.watchdog().stream().map(dog -> new Check("bus", !dog.isDeaf(), dog.detail()));
    }
}
