package dev.stampede.participation;

import dev.stampede.formation.FormationJson;
import dev.stampede.http.DirectReply;
import dev.stampede.http.DirectRoute;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Reply;
import dev.stampede.http.RoutedReply;
import dev.stampede.http.Routes;
import dev.stampede.identity.Caller;
import dev.stampede.identity.JwtGuard;
import dev.stampede.json.JsonText;
import dev.stampede.json.Times;
import dev.stampede.kind.Category;
import dev.stampede.order.OrderJson;
import dev.stampede.participation.Answer.Busy;
import dev.stampede.participation.Answer.Done;
import dev.stampede.participation.Answer.Given;
import dev.stampede.participation.Answer.Invalid;
import dev.stampede.participation.Answer.Refused;
import dev.stampede.participation.Answer.UnknownAction;
import dev.stampede.participation.Answer.UnknownCampaign;
import dev.stampede.settlement.Settled;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/campaigns/{id}/actions/{action}}: one route for every action of every kind. */
public final class ParticipationRoutes implements Routes {
    private final Participation participation;
    private final JwtGuard guard;
    private final BiConsumer<String, String> outcomes;
    private final BiConsumer<String, String> attempts;
    private final Bodies bodies = new Bodies();

    /**
     * @param outcomes told the action and the code of each answer, {@code OK} or the refusal's
     * @param attempts told the campaign and the code of each answer; only of campaigns that exist
     */
    public ParticipationRoutes(
            Participation participation,
            JwtGuard guard,
            BiConsumer<String, String> outcomes,
            BiConsumer<String, String> attempts) {
        this.participation = participation;
        this.guard = guard;
        this.outcomes = outcomes;
        this.attempts = attempts;
    }

    @Override
    public void mount(Router router) {
        router.post("/v1/campaigns/:campaignId/actions/:action")
                .handler(guard.shopper())
                .handler(this::perform);
    }

    @Override
    public List<DirectRoute> direct() {
        return List.of(this::taker);
    }

    /** Takes what comes with a good key and a good token. */
    private @Nullable Handler<DirectReply> taker(HttpServerRequest request) {
        ActionPath path = HttpMethod.POST.equals(request.method()) ? ActionPath.of(request.uri()) : null;
        if (path == null) {
            return null;
        }
        String key = Exchange.idempotencyKey(request);
        Caller caller = guard.shopper(request);
        if (key == null || caller == null) {
            return null;
        }
        return reply -> request.body()
                .map(body ->
                        new Command(path.campaignId(), path.action(), key, caller, Exchange.body(body, bodies::of)))
                .onSuccess(command -> perform(command, reply))
                .onFailure(reply::fail);
    }

    private void perform(RoutingContext context) {
        Command command = new Command(
                context.pathParam("campaignId"),
                context.pathParam("action"),
                Exchange.idempotencyKey(context),
                JwtGuard.caller(context),
                Exchange.body(context.body().buffer(), bodies::of));
        perform(command, new RoutedReply(context));
    }

    private void perform(Command command, Reply reply) {
        participation
                .perform(command)
                .onSuccess(answer -> answer(command, reply, answer))
                .onFailure(e -> {
                    outcomes.accept("any", "UNAVAILABLE");
                    reply.fail(e);
                });
    }

    private void answer(Command command, Reply reply, Answer answer) {
        if (answer instanceof Done done) {
            count(command, answer, "OK");
            done(reply, done);
        } else if (answer instanceof Given given) {
            count(command, answer, "OK");
            given(reply, given);
        } else {
            Problem problem = problem(answer);
            count(command, answer, problem.code());
            reply.fail(new Refusal(problem));
        }
    }

    private void count(Command command, Answer answer, String code) {
        // The action in the path is a label only when it is one of ours: a label must not be made by clients.
        boolean isKnown = !(answer instanceof UnknownAction || answer instanceof UnknownCampaign);
        outcomes.accept(isKnown ? command.action() : "unknown", code);
        if (isKnown) {
            attempts.accept(command.campaignId(), code);
        }
    }

    private static void done(Reply reply, Done done) {
        JsonText body = new JsonText();
        Settled settled = done.settled();
        if (settled.made() != null) {
            body.raw("order", OrderJson.text(settled.made(), done.isDurable()));
        }
        if (settled.cut() != null) {
            body.put("cutFen", settled.cut().fen());
        }
        if (settled.formation() != null) {
            body.raw("formation", FormationJson.text(settled.formation()));
        }
        // A cut changes what others made; everything else makes something.
        int durable = settled.cut() == null ? 201 : 200;
        answer(reply, done.isReplay(), done.isDurable() ? durable : 202, body);
    }

    private static void given(Reply reply, Given given) {
        JsonText body = new JsonText().raw("formation", FormationJson.text(given.formation()));
        answer(reply, given.isReplay(), 200, body);
    }

    private static void answer(Reply reply, boolean isReplay, int status, JsonText body) {
        if (isReplay) {
            reply.header("Idempotency-Replayed", "true");
        }
        reply.json(status, Buffer.buffer(body.end()));
    }

    private static Problem problem(Answer answer) {
        if (answer instanceof Refused refused) {
            Problem problem = Problem.of(
                    status(refused.rejection().category()), refused.rejection().name());
            Instant opensAt = refused.opensAt();
            return opensAt == null ? problem : problem.with("opensAt", Times.write(opensAt));
        }
        if (answer instanceof Invalid invalid) {
            return Problem.invalid(invalid.violations());
        }
        if (answer instanceof Busy) {
            return Problem.of(503, "BUSY");
        }
        return Problem.of(404, answer instanceof UnknownAction ? "UNKNOWN_ACTION" : "UNKNOWN_CAMPAIGN");
    }

    private static int status(Category category) {
        return switch (category) {
            case FORBIDDEN -> 403;
            case CONFLICT -> 409;
            case MISMATCH -> 422;
        };
    }
}
