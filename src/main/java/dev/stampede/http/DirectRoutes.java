package dev.stampede.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the router of one event loop. A request that a {@link DirectRoute} takes is counted, watched, stamped and
 * refused as the router's requests are; one with anything unusual in its head goes to the router, which knows what to say.
 */
public final class DirectRoutes implements Handler<HttpServerRequest> {
    private final List<DirectRoute> routes;
    private final Router router;
    private final Conditions conditions;
    private final ProblemHandler problems;
    private final Overdue overdue;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * When a request may be taken at all.
     *
     * @param isDraining then the router refuses
     * @param bodyLimit bytes
     * @param isOpenToOrigins whether pages of other origins may call: theirs are the router's
     */
    record Conditions(InFlight inFlight, BooleanSupplier isDraining, int bodyLimit, boolean isOpenToOrigins) {}

    DirectRoutes(
            List<DirectRoute> routes,
            Router router,
            Conditions conditions,
            ProblemHandler problems,
            Overdue overdue,
            InstantSource clock,
            RandomGenerator random) {
        this.routes = routes;
        this.router = router;
        this.conditions = conditions;
        this.problems = problems;
        this.overdue = overdue;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Handler<DirectReply> taker = conditions.isDraining().getAsBoolean() ? null : taker(request);
        if (taker == null || !isUsual(request) || !conditions.inFlight().enter()) {
            router.handle(request);
            return;
        }
        DirectReply reply = new DirectReply(this, request);
        overdue.add(reply);
        try {
            taker.handle(reply);
        } catch (RuntimeException e) {
            reply.fail(e);
        }
    }

    /** Where everything else goes. */
    public Router router() {
        return router;
    }

    /** The headers that every answer carries. */
    void stamp(HttpServerResponse response) {
        AnswerHeaders.put(response, clock);
    }

    void left(DirectReply reply) {
        conditions.inFlight().leave();
        overdue.remove(reply);
    }

    void fail(HttpServerRequest request, Throwable failure) {
        problems.answer(request, failure, 500, TraceId.of(request, random));
    }

    private @Nullable Handler<DirectReply> taker(HttpServerRequest request) {
        for (DirectRoute route : routes) {
            Handler<DirectReply> taker = route.taker(request);
            if (taker != null) {
                return taker;
            }
        }
        return null;
    }

    private boolean isUsual(HttpServerRequest request) {
        MultiMap headers = request.headers();
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || headers.contains(HttpHeaders.EXPECT)
                || (conditions.isOpenToOrigins() && headers.contains(HttpHeaders.ORIGIN))) {
            return false;
        }
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return HttpMethod.GET.equals(request.method())
                ? length == null || length.equals("0")
                : length != null
                        && isWithin(length, conditions.bodyLimit())
                        && Reply.JSON.toString().equals(headers.get(HttpHeaders.CONTENT_TYPE));
    }

    /** Whether a text is a plain number from 0 to {@code max}. */
    private static boolean isWithin(String digits, int max) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || number > max) {
                return false;
            }
            number = 10 * number + c - '0';
        }
        return number <= max;
    }
}
