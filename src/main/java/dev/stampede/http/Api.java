package dev.stampede.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Assembles the router of one server: what happens to every request before a room sees it, and to every answer. Routes
 * that want to know when an answer is complete use {@code context.addEndHandler}; a handler set on the response itself
 * would replace the one that counts.
 */
public final class Api {
    /** What the router itself, and not a handler, may give up with. */
    private static final List<Integer> ROUTER_STATUSES = List.of(400, 404, 406, 415, 500);

    /** Longer than any limit of a store on the way of a request. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final ProblemHandler problems;
    private final InFlight inFlight;
    private final BooleanSupplier draining;
    private final List<String> corsOrigins;
    private final Duration patience;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * With a patience of ten seconds.
     *
     * @param inFlight the count and the bound of this server
     * @param draining whether the process is about to stop: then everything but health and metrics is refused
     * @param corsOrigins other origins whose pages may call, such as {@code https://shop.example}; empty means none
     * @param random makes trace ids and must be safe to use from several threads
     */
    public Api(
            ProblemHandler problems,
            InFlight inFlight,
            BooleanSupplier draining,
            List<String> corsOrigins,
            InstantSource clock,
            RandomGenerator random) {
        this(problems, inFlight, draining, corsOrigins, PATIENCE, clock, random);
    }

    private Api(
            ProblemHandler problems,
            InFlight inFlight,
            BooleanSupplier draining,
            List<String> corsOrigins,
            Duration patience,
            InstantSource clock,
            RandomGenerator random) {
        this.problems = problems;
        this.inFlight = inFlight;
        this.draining = draining;
        this.corsOrigins = List.copyOf(corsOrigins);
        this.patience = patience;
        this.clock = clock;
        this.random = random;
    }

    /** The same with another limit to how long a request may wait for its answer; then it is 503. */
    public Api withPatience(Duration other) {
        return new Api(problems, inFlight, draining, corsOrigins, other, clock, random);
    }

    /** A connection may be silent for so long: what is slow to come is late before it is cut off. */
    public Duration silence() {
        return patience.plus(SILENCE);
    }

    /** What answers the requests of one event loop, with these routes behind a limit of {@code bodyLimit} bytes. */
    public DirectRoutes build(Vertx vertx, int bodyLimit, List<Routes> routes) {
        Overdue overdue = new Overdue(patience);
        overdue.watch(vertx);
        return new DirectRoutes(
                routes.stream().flatMap(group -> group.direct().stream()).toList(),
                router(vertx, bodyLimit, routes, overdue),
                new DirectRoutes.Conditions(inFlight, draining, bodyLimit, !corsOrigins.isEmpty()),
                problems,
                overdue,
                clock,
                random);
    }

    private Router router(Vertx vertx, int bodyLimit, List<Routes> routes, Overdue overdue) {
        Router router = Router.router(vertx);
        router.route().failureHandler(prepared(problems));
        for (int status : ROUTER_STATUSES) {
            router.errorHandler(status, prepared(problems.forStatus(status)));
        }
        router.errorHandler(405, prepared(context -> refuseMethod(router, context)));
        router.route().handler(prepared(Api::requirePath));
        if (!corsOrigins.isEmpty()) {
            router.route().handler(cors());
        }
        router.route().handler(context -> admit(context, overdue)).handler(Api::requireJson);
        router.route().handler(BodyHandler.create(false).setBodyLimit(bodyLimit));
        routes.forEach(group -> group.mount(router));
        return router;
    }

    /** Before the first handler of a request; that is the failure handler when the router refuses it at sight. */
    private Handler<RoutingContext> prepared(Handler<RoutingContext> handler) {
        return context -> {
            if (TraceId.prepare(context, random)) {
                context.addHeadersEndHandler(ignored -> AnswerHeaders.put(context.response(), clock));
            }
            handler.handle(context);
        };
    }

    /** A path with a broken escape has no meaning; whoever asked for it later would throw. */
    private static void requirePath(RoutingContext context) {
        try {
            context.normalizedPath();
        } catch (IllegalArgumentException e) {
            context.fail(400);
            return;
        }
        context.next();
    }

    private void refuseMethod(Router router, RoutingContext context) {
        context.response().putHeader("Allow", AllowedMethods.of(router, context.normalizedPath()));
        problems.forStatus(405).handle(context);
    }

    private Handler<RoutingContext> cors() {
        CorsHandler handler = CorsHandler.create()
                .addOrigins(corsOrigins)
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of(
                        "Accept-Language",
                        "Authorization",
                        "Content-Type",
                        "Idempotency-Key",
                        "If-Match",
                        "If-None-Match",
                        "traceparent"))
                .exposedHeaders(Set.of("ETag", "Idempotency-Replayed", "Retry-After", AnswerHeaders.SERVER_TIME))
                .maxAgeSeconds(600);
        return context -> {
            // Browsers name the origin of our own pages too, and those need no permission.
            if (isOwnOrigin(context.request())) {
                context.next();
            } else {
                handler.handle(context);
            }
        };
    }

    private static boolean isOwnOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && origin.replaceFirst("^https?://", "").equalsIgnoreCase(request.getHeader("Host"));
    }

    private void admit(RoutingContext context, Overdue overdue) {
        // As the router sees it: "/health/../v1/time" is about the time.
        String path = context.normalizedPath();
        if (path.startsWith("/health/") || path.equals("/metrics")) {
            context.next();
        } else if (draining.getAsBoolean()) {
            context.fail(Refusal.of(503, "DRAINING"));
        } else if (inFlight.enter(context)) {
            overdue.add(context);
            context.next();
        } else {
            context.fail(Refusal.of(503, "BUSY"));
        }
    }

    private static void requireJson(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        boolean hasBody = request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
        String type = request.getHeader("Content-Type");
        if (hasBody
                && (type == null
                        || !(type.equals("application/json")
                                || JSON.matcher(type).matches()))) {
            context.fail(415);
        } else {
            context.next();
        }
    }
}
