package dev.stampede.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the failure of a request becomes its answer. */
public final class ProblemHandler implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private static final int LONGEST_PATH = 200;

    private final ProblemJson json;
    private final Function<Throwable, @Nullable Problem> translate;

    /**
     * @param translate what a broken dependency means for a client; null when it does not know the failure, which is then
     *     answered with 500 {@code INTERNAL} and logged
     */
    public ProblemHandler(ProblemJson json, Function<Throwable, @Nullable Problem> translate) {
        this.json = json;
        this.translate = translate;
    }

    /** Answers a request that a handler failed. */
    @Override
    public void handle(RoutingContext context) {
        answer(context, context.statusCode());
    }

    /** Answers a request that the router itself gave up, with the status that it chose. */
    Handler<RoutingContext> forStatus(int status) {
        return context -> answer(context, status);
    }

    private void answer(RoutingContext context, int status) {
        OwnLoop.write(context.request(), () -> {
            HttpServerResponse response = context.response();
            if (!response.ended() && !response.closed()) {
                answer(context.request(), context.failure(), status, TraceId.of(context));
            }
        });
    }

    /**
     * Answers a request that has no answer yet, on its own event loop.
     *
     * @param failure null when the status says it all
     * @param status when the failure says nothing
     */
    void answer(HttpServerRequest request, @Nullable Throwable failure, int status, String traceId) {
        Problem problem = problemOf(request, failure, status, traceId);
        if (request.response().headWritten()) {
            // Half an answer is out: only a broken connection can say that the rest won't come.
            request.connection().close();
            return;
        }
        json.send(request.response(), problem, request.getHeader(HttpHeaders.ACCEPT_LANGUAGE), traceId);
    }

    private Problem problemOf(HttpServerRequest request, @Nullable Throwable failure, int status, String traceId) {
        if (failure instanceof Refusal refusal) {
            return refusal.problem();
        }
        Problem translated = failure == null ? null : translate.apply(failure);
        if (translated != null) {
            return translated;
        }
        if (status < 500) {
            return ofStatus(status);
        }
        LOG.error("{} {} failed, traceId {}", request.method(), shortened(request.path()), traceId, failure);
        return Problem.of(500, "INTERNAL");
    }

    /** A client writes the path: not more of it goes into the log than one can read. */
    private static String shortened(@Nullable String path) {
        String text = String.valueOf(path);
        return text.length() <= LONGEST_PATH ? text : text.substring(0, LONGEST_PATH) + "...";
    }

    /** The problem of a request that the router or a limit refused. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> Problem.of(status, "UNAUTHENTICATED");
            case 403 -> Problem.of(status, "FORBIDDEN");
            case 404 -> Problem.of(status, "NOT_FOUND");
            default -> Problem.of(status >= 400 ? status : 400, "MALFORMED");
        };
    }
}
