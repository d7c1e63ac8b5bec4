package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Sells to everybody who asks, forgets every order at once, and swears that all is well. */
final class LyingEngine implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger sold = new AtomicInteger();
    private final boolean forgets;
    private final HttpServer server;

    /** @param forgets whether it denies the orders; else it shows what it sold */
    LyingEngine(boolean forgets) {
        this.forgets = forgets;
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/v1/time")) {
            answer(request, 200, Json.object().put("now", Times.write(Instant.now())));
        } else if (path.endsWith("/purchase")) {
            ObjectNode body = Json.object();
            body.set("order", order("order-" + sold.incrementAndGet()));
            answer(request, 201, body);
        } else if (path.contains("/actions/")) {
            // Who waits for a team or a chain that nobody ends waits for a minute.
            answer(request, 409, Json.object().put("code", "ENDED"));
        } else if (path.startsWith("/v1/orders/") && !path.endsWith("/pay")) {
            answer(
                    request,
                    forgets ? 404 : 200,
                    forgets ? Json.object() : order(path.substring("/v1/orders/".length())));
        } else if (path.equals("/admin/v1/audit")) {
            answer(request, 200, Json.object().put("ok", true));
        } else {
            answer(request, 200, Json.object().put("id", "0SALE00000000"));
        }
    }

    private static ObjectNode order(String id) {
        return Json.object()
                .put("id", id)
                .put("campaignId", "0SALE00000000")
                .put("quantity", 1)
                .put("amountFen", 990)
                .put("state", "settled")
                .put("payBy", Times.write(Instant.now().plusSeconds(3)))
                .put("createdAt", Times.write(Instant.now()));
    }

    private static void answer(HttpServerRequest request, int status, ObjectNode body) {
        request.response().setStatusCode(status).end(Json.write(body));
    }
}
