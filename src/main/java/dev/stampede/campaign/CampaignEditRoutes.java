package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.tsid.Tsid;
import dev.stampede.http.Exchange;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** Campaigns on the operations server: edited, copied, and what was ever done to them. */
public final class CampaignEditRoutes implements Routes {
    private static final String ONE = "/admin/v1/campaigns/:id";
    private static final int MAX_PAGE = 100;

    private final JwtGuard guard;
    private final PgCampaignEdits edits;
    private final PgCampaignHistory history;
    private final RedisTold redis;
    private final InstantSource clock;

    public CampaignEditRoutes(
            JwtGuard guard, PgCampaignEdits edits, PgCampaignHistory history, RedisTold redis, InstantSource clock) {
        this.guard = guard;
        this.edits = edits;
        this.history = history;
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        router.patch(ONE).handler(guard.operations(Role.OPERATOR)).handler(this::patch);
        router.post(ONE + "/copy").handler(guard.operations(Role.OPERATOR)).handler(this::copy);
        router.get(ONE + "/history").handler(guard.operations()).handler(this::history);
    }

    private void patch(RoutingContext context) {
        String id = CampaignRoutes.id(context);
        ObjectNode sent = Exchange.body(context);
        IfMatch seen = new IfMatch(context.request().getHeader("If-Match"));
        if (!seen.isGiven()) {
            throw Refusal.of(428, "PRECONDITION_REQUIRED");
        }
        String actor = JwtGuard.caller(context).subject();
        CampaignRoutes.answerTold(context, redis, edits.patch(id, seen, sent, actor));
    }

    private void copy(RoutingContext context) {
        String id = CampaignRoutes.id(context);
        String reason = CampaignRoutes.reason(context);
        String actor = JwtGuard.caller(context).subject();
        CampaignRoutes.answer(context, 201, edits.copy(id, actor, reason, clock.instant()));
    }

    private void history(RoutingContext context) {
        int limit = Exchange.limit(context, MAX_PAGE);
        Exchange.answer(
                context,
                200,
                history.page(CampaignRoutes.id(context), cursor(context), limit + 1)
                        .map(found -> CampaignJson.history(found, limit)));
    }

    /** The position behind which the page begins. */
    private static long cursor(RoutingContext context) {
        String cursor = CampaignRoutes.cursor(context);
        return cursor == null ? 0 : Tsid.from(cursor).toLong();
    }
}
