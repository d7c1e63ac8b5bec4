package dev.stampede.formation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.json.Violation;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formations as everybody may see them: which may be joined, and one by its id. */
public final class FormationRoutes implements Routes {
    private static final int MOST_A_PAGE = 100;
    private static final String WORDS =
            Arrays.stream(FormationState.values()).map(FormationState::word).collect(Collectors.joining(", "));

    private final PgFormations formations;
    private final PgCampaigns campaigns;
    private final InstantSource clock;

    public FormationRoutes(PgFormations formations, PgCampaigns campaigns, InstantSource clock) {
        this.formations = formations;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/campaigns/:id/formations").handler(this::list);
        router.get("/v1/formations/:id").handler(this::read);
    }

    private void list(RoutingContext context) {
        int limit = Exchange.limit(context, MOST_A_PAGE);
        String cursor = cursor(context);
        FormationState state = state(context);
        Exchange.answer(
                context,
                200,
                visible(context.pathParam("id"))
                        .compose(campaign -> state == null
                                ? formations.joinable(campaign.id(), cursor, limit + 1)
                                : formations.inState(campaign.id(), state, cursor, limit + 1))
                        .map(found -> FormationJson.page(found, limit)));
    }

    private void read(RoutingContext context) {
        String id = context.pathParam("id");
        Future<ObjectNode> shown = !Campaign.isId(id)
                ? Future.failedFuture(unknown())
                : formations.find(id).map(found -> found.map(FormationJson::write)
                        .orElseThrow(FormationRoutes::unknown));
        Exchange.answer(context, 200, shown);
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

    private static @Nullable String cursor(RoutingContext context) {
        String cursor = Exchange.query(context, "cursor");
        if (cursor != null && !Campaign.isId(cursor)) {
            throw new Refusal(Problem.invalid(
                    List.of(new Violation("/cursor", "pattern", "must be the nextCursor of an earlier page"))));
        }
        return cursor;
    }

    private static @Nullable FormationState state(RoutingContext context) {
        String word = Exchange.query(context, "state");
        if (word == null) {
            return null;
        }
        return Arrays.stream(FormationState.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Problem.invalid(List.of(new Violation("/state", "choice", "must be one of " + WORDS)))));
    }

    private static Refusal unknown() {
        return Refusal.of(404, "UNKNOWN_FORMATION");
    }
}
