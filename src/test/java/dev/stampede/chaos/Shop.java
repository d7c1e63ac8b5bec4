package dev.stampede.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The two servers of one node, as their clients see them. The node may come and go; its ports stay. */
final class Shop {
    static final String SECRET = "a-secret-that-the-chaos-tests-share-with-the-nodes";

    private static final int CONNECTIONS = 128;
    private static final int CONNECT_MS = 1_000;
    private static final long PATIENCE_MS = 10_000;

    private final Context context;
    private final HttpClient client;
    private final JwtTokens tokens;
    private final int httpPort;
    private final int opsPort;
    private final Map<String, String> shopperTokens = new ConcurrentHashMap<>();
    private final String operator;

    /** One answer, and how long it took. */
    record Reply(int status, ObjectNode body, boolean isReplay, long millis) {
        String code() {
            return body.path("code").asText();
        }
    }

    Shop(Vertx vertx, int httpPort, int opsPort) {
        this.context = vertx.getOrCreateContext();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost("127.0.0.1").setConnectTimeout(CONNECT_MS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.tokens = new JwtTokens(vertx, List.of(SECRET), InstantSource.system());
        this.httpPort = httpPort;
        this.opsPort = opsPort;
        this.operator = "Bearer "
                + tokens.sign(Realm.OPERATIONS, "olga", EnumSet.allOf(Role.class), Set.of(), Duration.ofHours(1));
    }

    /** Fails when no answer comes within 10 s, or the connection is lost. */
    Future<Reply> purchase(String campaign, String shopper, String key, int quantity) {
        return act(campaign, "purchase", shopper, key, Json.object().put("quantity", quantity));
    }

    /** Performs an action of the campaign's kind; it fails as a purchase does. */
    Future<Reply> act(String campaign, String action, String shopper, String key, ObjectNode body) {
        return send(
                HttpMethod.POST,
                httpPort,
                "/v1/campaigns/" + campaign + "/actions/" + action,
                token(shopper),
                key,
                body);
    }

    Future<Reply> order(String shopper, String id) {
        return send(HttpMethod.GET, httpPort, "/v1/orders/" + id, token(shopper), "", Json.object());
    }

    /** Pays: opens the intent and posts the notice that it holds. */
    Future<Reply> pay(String shopper, String order) {
        return send(
                        HttpMethod.POST,
                        httpPort,
                        "/v1/orders/" + order + "/pay",
                        token(shopper),
                        "pay-" + order,
                        Json.object())
                .compose(intent -> intent.status() >= 400
                        ? Future.succeededFuture(intent)
                        : send(HttpMethod.POST, httpPort, "/v1/payments/simulated/notify", "", "", (ObjectNode)
                                intent.body().path("client").path("notify")));
    }

    /** The notice that pays for the order, as its intent holds it. */
    Future<ObjectNode> notice(String shopper, String order) {
        return change(shopper, order, "pay", "pay-" + order, Json.object())
                .map(intent -> (ObjectNode) intent.body().path("client").path("notify"));
    }

    /** Tells of a payment. */
    Future<Reply> tell(ObjectNode notice) {
        return send(HttpMethod.POST, httpPort, "/v1/payments/simulated/notify", "", "", notice);
    }

    /** What a shopper does with an order of their own: {@code pay, cancel, refund}. */
    Future<Reply> change(String shopper, String order, String verb, String key, ObjectNode body) {
        return send(HttpMethod.POST, httpPort, "/v1/orders/" + order + "/" + verb, token(shopper), key, body);
    }

    /** What an operator does with an order: {@code refund, fulfil}. */
    Future<Reply> operateOrder(String order, String verb) {
        return send(HttpMethod.POST, opsPort, "/admin/v1/orders/" + order + "/" + verb, operator, "", Json.object());
    }

    /** An operator's step, such as {@code /{id}/pause}. */
    Future<Reply> operate(String path, ObjectNode body) {
        return send(HttpMethod.POST, opsPort, "/admin/v1/campaigns" + path, operator, "", body);
    }

    /** A webhook of the push service, for all events. */
    Future<Reply> webhook(String url) {
        return send(
                HttpMethod.POST,
                opsPort,
                "/admin/v1/webhooks",
                operator,
                "",
                Json.object().put("url", url));
    }

    /** An edit of a campaign, whatever its revision. */
    Future<Reply> edit(String campaign, ObjectNode body) {
        return send(HttpMethod.PATCH, opsPort, "/admin/v1/campaigns/" + campaign, operator, "", body);
    }

    private String token(String shopper) {
        return shopperTokens.computeIfAbsent(
                shopper, name -> "Bearer " + tokens.sign(Realm.SHOPPER, name, Set.of(), Set.of(), Duration.ofHours(1)));
    }

    private Future<Reply> send(HttpMethod method, int port, String path, String token, String key, ObjectNode body) {
        long since = System.nanoTime();
        Promise<Reply> promise = Promise.promise();
        context.runOnContext(run -> client.request(method, port, "127.0.0.1", path)
                .compose(request -> send(request, token, key, body))
                .compose(response -> response.body().map(text -> reply(response, text, since)))
                .onComplete(promise));
        return promise.future().timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static Future<HttpClientResponse> send(
            HttpClientRequest request, String token, String key, ObjectNode body) {
        if (!token.isEmpty()) {
            request.putHeader("Authorization", token);
        }
        if (!key.isEmpty()) {
            request.putHeader("Idempotency-Key", key);
        }
        if (request.getMethod().equals(HttpMethod.GET)) {
            return request.send();
        }
        if (request.getMethod().equals(HttpMethod.PATCH)) {
            request.putHeader("If-Match", "*");
        }
        return request.putHeader("Content-Type", "application/json").send(Json.write(body));
    }

    private static Reply reply(HttpClientResponse response, Buffer text, long since) {
        try {
            return new Reply(
                    response.statusCode(),
                    Json.parseObject(text.getBytes()),
                    response.getHeader("Idempotency-Replayed") != null,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
        } catch (MalformedJson e) {
            throw new IllegalStateException(response.statusCode() + " " + text, e);
        }
    }
}
