package dev.stampede.participation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.formation.FormationJson;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.json.Json;
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
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.function.BiConsumer;

/** {@code POST /v1/campaigns/{id}/actions/{action}}: one route for every action of every kind. */
public final class ParticipationRoutes implements Routes {
    private final Participation participation;
    private final JwtGuard guard;
    private final BiConsumer<String, String> outcomes;
    private final BiConsumer<String, String> attempts;

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

    private void perform(RoutingContext context) {
        Command command = new Command(
                context.pathParam("campaignId"),
                context.pathParam("action"),
                Exchange.idempotencyKey(context),
                JwtGuard.caller(context),
                Exchange.body(context));
        participation
                .perform(command)
                .onSuccess(answer -> answer(context, command, answer))
                .onFailure(e -> {
                    outcomes.accept("any", "UNAVAILABLE");
                    context.fail(e);
                });
    }

    /** Whether the action in the path is one of ours: a label must not be made by clients. */
    private static boolean isKnown(Answer answer) {
        return !(answer instanceof UnknownAction || answer instanceof UnknownCampaign);
    }

    private void answer(RoutingContext context, Command command, Answer answer) {
        if (answer instanceof Done || answer instanceof Given) {
            outcomes.accept(command.action(), "OK");
            attempts.accept(command.campaignId(), "OK");
            if (answer instanceof Done done) {
                done(context, done);
            } else if (answer instanceof Given given) {
                given(context, given);
            }
            return;
        }
        Problem problem = problem(answer);
        outcomes.accept(isKnown(answer) ? command.action() : "unknown", problem.code());
        if (isKnown(answer)) {
            attempts.accept(command.campaignId(), problem.code());
        }
        context.fail(new Refusal(problem));
    }

    private static void done(RoutingContext context, Done done) {
        ObjectNode body = Json.object();
        Settled settled = done.settled();
        if (settled.made() != null) {
            ObjectNode order = OrderJson.write(settled.made());
            if (!done.isDurable()) {
                order.remove("payBy");
            }
            body.set("order", order);
        }
        if (settled.cut() != null) {
            body.put("cutFen", settled.cut().fen());
        }
        if (settled.formation() != null) {
            body.set("formation", FormationJson.write(settled.formation()));
        }
        // A cut changes what others made; everything else makes something.
        int durable = settled.cut() == null ? 201 : 200;
        answer(context, done.isReplay(), done.isDurable() ? durable : 202, body);
    }

    private static void given(RoutingContext context, Given given) {
        ObjectNode body = Json.object();
        body.set("formation", FormationJson.write(given.formation()));
        answer(context, given.isReplay(), 200, body);
    }

    private static void answer(RoutingContext context, boolean isReplay, int status, ObjectNode body) {
        if (isReplay) {
            context.response().putHeader("Idempotency-Replayed", "true");
        }
        Exchange.answer(context, status, body);
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
