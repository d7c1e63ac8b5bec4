package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Violation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Campaigns on the operations server: made, reviewed, watched and steered. Each comes with the tag of its revision. */
public final class CampaignRoutes implements Routes {
    private static final String ALL = "/admin/v1/campaigns";
    private static final String ONE = ALL + "/:id";
    private static final int MAX_PAGE = 100;
    private static final Pattern KIND = Pattern.compile("[a-z0-9_]{1,64}");

    private final JwtGuard guard;
    private final PgCampaigns campaigns;
    private final CampaignReader reader;
    private final RedisTold redis;
    private final InstantSource clock;

    public CampaignRoutes(
            JwtGuard guard, PgCampaigns campaigns, CampaignReader reader, RedisTold redis, InstantSource clock) {
        this.guard = guard;
        this.campaigns = campaigns;
        this.reader = reader;
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        router.post(ALL).handler(guard.operations(Role.OPERATOR)).handler(this::create);
        router.get(ALL).handler(guard.operations()).handler(this::list);
        router.get(ONE).handler(guard.operations()).handler(this::read);
        mount(router, "submit", Role.OPERATOR, campaigns::submit);
        mount(router, "reject", Role.REVIEWER, campaigns::reject);
        mountTold(router, "approve", Role.REVIEWER, campaigns::approve);
        mountTold(router, "pause", Role.OPERATOR, campaigns::pause);
        mountTold(router, "resume", Role.OPERATOR, campaigns::resume);
        mountTold(router, "end", Role.OPERATOR, campaigns::end);
        mountTold(router, "cancel", Role.OPERATOR, campaigns::cancel);
    }

    /** What an operator does with a campaign. */
    private interface Change {
        Future<CampaignWithStock> make(String id, String actor, String reason);
    }

    private void create(RoutingContext context) {
        Fields body = Fields.of(Exchange.body(context));
        Draft draft = reader.read(body, clock.instant());
        Exchange.refuseIfWrong(body);
        String actor = JwtGuard.caller(context).subject();
        answer(context, 201, campaigns.create(draft, actor));
    }

    private void list(RoutingContext context) {
        CampaignFilter filter = filter(context, EnumSet.allOf(CampaignState.class));
        Exchange.answer(
                context, 200, campaigns.list(filter).map(page -> CampaignJson.page(page, CampaignJson::operatorView)));
    }

    private void read(RoutingContext context) {
        answer(
                context,
                200,
                campaigns.find(id(context)).map(found -> found.orElseThrow(() -> Refusal.of(404, "UNKNOWN_CAMPAIGN"))));
    }

    /** A change that is nothing to Redis. */
    private void mount(Router router, String word, Role role, Change change) {
        router.post(ONE + "/" + word)
                .handler(guard.operations(role))
                .handler(context -> answer(context, 200, change(context, change)));
    }

    /** A change that Redis must learn: 200 once it has, 202 when it has not within its time. */
    private void mountTold(Router router, String word, Role role, Change change) {
        router.post(ONE + "/" + word).handler(guard.operations(role)).handler(context -> {
            answerTold(context, redis, change(context, change));
        });
    }

    /** Answers with the changed campaign: 200 once Redis has taken it, 202 when it has not within its time. */
    static void answerTold(RoutingContext context, RedisTold redis, Future<CampaignWithStock> changed) {
        changed.onSuccess(campaign -> redis.told(campaign.campaign().id())
                        // The change is committed: a Redis that can't be asked is one that has not taken it yet.
                        .otherwise(false)
                        .onSuccess(taken -> answer(context, taken ? 200 : 202, Future.succeededFuture(campaign))))
                .onFailure(context::fail);
    }

    /** Answers with a campaign and the tag that a later change of it has to bring. */
    static void answer(RoutingContext context, int status, Future<CampaignWithStock> campaign) {
        Exchange.answer(context, status, campaign.map(shown -> {
            context.response().putHeader("ETag", IfMatch.tag(shown.campaign().revision()));
            return CampaignJson.operatorView(shown);
        }));
    }

    private static Future<CampaignWithStock> change(RoutingContext context, Change change) {
        String id = id(context);
        String reason = reason(context);
        return change.make(id, JwtGuard.caller(context).subject(), reason);
    }

    /** The {@code reason} of a body that may be left out. */
    static String reason(RoutingContext context) {
        Buffer buffer = context.body().buffer();
        ObjectNode sent = buffer == null || buffer.length() == 0 ? Json.object() : Exchange.body(context);
        Fields body = Fields.of(sent);
        String reason = CampaignReader.reason(body);
        Exchange.refuseIfWrong(body);
        return reason;
    }

    /** The campaign id of the path; one that can't be an id is not looked up. */
    static String id(RoutingContext context) {
        String id = context.pathParam("id");
        if (id == null || !Campaign.isId(id)) {
            throw Refusal.of(404, "UNKNOWN_CAMPAIGN");
        }
        return id;
    }

    /** What the query asks for, of campaigns in one of {@code states}. */
    static CampaignFilter filter(RoutingContext context, Set<CampaignState> states) {
        List<Violation> wrong = new ArrayList<>();
        String kind = Exchange.query(context, "kind");
        if (kind != null && !KIND.matcher(kind).matches()) {
            wrong.add(new Violation("/kind", "pattern", "must match " + KIND));
        }
        CampaignState state = state(Exchange.query(context, "state"), states, wrong);
        if (!wrong.isEmpty()) {
            throw new Refusal(Problem.invalid(wrong));
        }
        return new CampaignFilter(kind, state, null, cursor(context), Exchange.limit(context, MAX_PAGE));
    }

    /** The {@code cursor} of a list, or null for its first page. */
    static @Nullable String cursor(RoutingContext context) {
        String cursor = Exchange.query(context, "cursor");
        if (cursor != null && !Campaign.isId(cursor)) {
            throw new Refusal(Problem.invalid(
                    List.of(new Violation("/cursor", "pattern", "must be the nextCursor of an earlier page"))));
        }
        return cursor;
    }

    private static @Nullable CampaignState state(
            @Nullable String word, Set<CampaignState> states, List<Violation> wrong) {
        if (word == null) {
            return null;
        }
        for (CampaignState state : states) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        List<String> words = states.stream().map(CampaignState::word).toList();
        wrong.add(new Violation("/state", "choice", "must be one of " + String.join(", ", words)));
        return null;
    }
}
