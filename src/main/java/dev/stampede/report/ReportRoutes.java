package dev.stampede.report;

import dev.stampede.campaign.Campaign;
import dev.stampede.http.Exchange;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /admin/v1/campaigns/{id}/report}. */
public final class ReportRoutes implements Routes {
    private final PgReport report;
    private final JwtGuard guard;

    public ReportRoutes(PgReport report, JwtGuard guard) {
        this.report = report;
        this.guard = guard;
    }

    @Override
    public void mount(Router router) {
        router.get("/admin/v1/campaigns/:id/report")
                .handler(guard.operations(Role.AUDITOR, Role.OPERATOR))
                .handler(this::show);
    }

    private void show(RoutingContext context) {
        String id = context.pathParam("id");
        if (!Campaign.isId(id)) {
            throw unknown();
        }
        Exchange.answer(
                context, 200, report.of(id).map(found -> ReportJson.write(found.orElseThrow(ReportRoutes::unknown))));
    }

    private static Refusal unknown() {
        return Refusal.of(404, "UNKNOWN_CAMPAIGN");
    }
}
