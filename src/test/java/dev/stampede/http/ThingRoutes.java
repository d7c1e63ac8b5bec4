package dev.stampede.http;

import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Routes that do each thing a route can do, for {@link ApiIT}. */
final class ThingRoutes implements Routes {
    static final Buffer DIRECT = Buffer.buffer("{\"way\":\"direct\"}");
    static final Buffer ROUTED = Buffer.buffer("{\"way\":\"routed\"}");

    private final Queue<Promise<Void>> held = new ConcurrentLinkedQueue<>();

    @Override
    public void mount(Router router) {
        router.post("/v1/things").handler(this::create);
        router.get("/v1/things").handler(this::list);
        router.get("/v1/things/:id").handler(this::one);
        router.patch("/v1/things/:id").handler(this::one);
        router.get("/v1/refused").handler(context -> {
            throw new Refusal(Problem.of(409, "NOT_STARTED").with("opensAt", "2026-11-21T12:00:00.000Z"));
        });
        router.get("/v1/outage")
                .handler(context -> Exchange.answer(context, 200, Future.failedFuture(new IOException("refused"))));
        router.get("/v1/bug").handler(context -> {
            throw new IllegalStateException("the inside");
        });
        router.get("/v1/half").handler(this::half);
        router.get("/v1/held").handler(this::hold);
        router.post("/v1/held").handler(this::hold);
        router.get("/v1/swift").handler(context -> new RoutedReply(context).json(200, ROUTED));
        router.post("/v1/swift").handler(context -> new RoutedReply(context).json(201, ROUTED));
        router.get("/v1/socket").handler(this::socket);
        router.get("/health/live").handler(context -> Exchange.answer(context, 200, Json.object()));
    }

    /** Those of {@code /v1/swift}, which the router has too; the last part of a longer path says what goes wrong. */
    @Override
    public List<DirectRoute> direct() {
        return List.of(request -> request.uri().startsWith("/v1/swift") ? this::swift : null);
    }

    private void swift(DirectReply reply) {
        switch (reply.request().uri().substring("/v1/swift".length())) {
            case "/bug" -> throw new IllegalStateException("the inside");
            case "/outage" -> reply.fail(new IOException("refused"));
            case "/twice" -> {
                reply.json(200, DIRECT);
                reply.json(500, ROUTED);
                reply.fail(new IOException("too late"));
            }
            case "/held" -> {
                Promise<Void> promise = Promise.promise();
                promise.future().onSuccess(released -> reply.json(200, DIRECT)).onFailure(reply::fail);
                held.add(promise);
            }
            default ->
                reply.request()
                        .body()
                        .onSuccess(body -> reply.json(body.length() == 0 ? 200 : 201, DIRECT))
                        .onFailure(reply::fail);
        }
    }

    /** Answers every request that waits, from this thread. */
    void release() {
        end(Promise::complete);
    }

    /** Refuses every request that waits, from this thread. */
    void refuse() {
        end(promise -> promise.fail(Refusal.of(409, "WRONG_STATE")));
    }

    private void end(Consumer<Promise<Void>> how) {
        for (Promise<Void> next = held.poll(); next != null; next = held.poll()) {
            how.accept(next);
        }
    }

    int held() {
        return held.size();
    }

    private void create(RoutingContext context) {
        Fields fields = Fields.of(Exchange.body(context));
        String name = fields.text("name", 1, 10);
        long count = fields.integer("count", 1, Fields.MAX_EXACT);
        Exchange.refuseIfWrong(fields);
        Exchange.answer(context, 201, Json.object().put("name", name).put("count", count));
    }

    private void list(RoutingContext context) {
        Exchange.answer(context, 200, Json.object().put("limit", Exchange.limit(context, 100)));
    }

    private void one(RoutingContext context) {
        Exchange.answer(context, 200, Json.object().put("id", context.pathParam("id")));
    }

    private void half(RoutingContext context) {
        context.response().setChunked(true).write("half an ans");
        throw new IllegalStateException("in the middle");
    }

    private void hold(RoutingContext context) {
        Promise<Void> promise = Promise.promise();
        Exchange.answer(context, 200, promise.future().map(ignored -> Json.object()));
        held.add(promise);
    }

    private void socket(RoutingContext context) {
        InFlight.leave(context);
        context.request().toWebSocket().onFailure(context::fail);
    }
}
