package dev.stampede.participation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.formation.FormationJson;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Reply;
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
import dev.stampede.settlement.Settled;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** Writes an {@link Answer} as clients see it (contract §3). */
final class AnswerJson {
    private AnswerJson() {}

    /** Sends the answer, and says its code: {@code OK} or the refusal's. */
    static String send(Reply reply, Answer answer) {
        if (answer instanceof Done done) {
            done(reply, done);
            return "OK";
        }
        if (answer instanceof Given given) {
            given(reply, given);
            return "OK";
        }
        Problem problem = problem(answer);
        reply.fail(new Refusal(problem));
        return problem.code();
    }

    private static void done(Reply reply, Done done) {
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
        send(reply, done.isReplay(), done.isDurable() ? durable : 202, body);
    }

    private static void given(Reply reply, Given given) {
        ObjectNode body = Json.object();
        body.set("formation", FormationJson.write(given.formation()));
        send(reply, given.isReplay(), 200, body);
    }

    private static void send(Reply reply, boolean isReplay, int status, ObjectNode body) {
        if (isReplay) {
            reply.header("Idempotency-Replayed", "true");
        }
        reply.json(status, Buffer.buffer(Json.bytes(body)));
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
