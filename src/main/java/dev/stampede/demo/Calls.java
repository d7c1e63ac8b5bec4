package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request, one {@link Reply}: over real HTTP, on connections that stay open. Nothing here fails; no answer is a reply. */
final class Calls {
    /** Also the number of requests under way. */
    static final int MOST_CONNECTIONS = 256;

    private static final int CONNECT_MS = 3_000;
    private static final long ANSWER_MS = 5_000;
    private static final int KEEP_SECONDS = 20;

    private final HttpClient http;

    Calls(Vertx vertx) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAlive(true)
                        .setKeepAliveTimeout(KEEP_SECONDS)
                        .setConnectTimeout(CONNECT_MS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS).setMaxWaitQueueSize(4 * MOST_CONNECTIONS));
    }

    Future<Reply> get(URI server, String path, @Nullable String token) {
        return send(HttpMethod.GET, server, path, token, null, null, ANSWER_MS);
    }

    /** A question that takes the server longer than usual. */
    Future<Reply> getSlowly(URI server, String path, String token, long withinMs) {
        return send(HttpMethod.GET, server, path, token, null, null, withinMs);
    }

    Future<Reply> post(URI server, String path, @Nullable String token, @Nullable String key, ObjectNode body) {
        return send(HttpMethod.POST, server, path, token, key, body, ANSWER_MS);
    }

    private Future<Reply> send(
            HttpMethod method,
            URI server,
            String path,
            @Nullable String token,
            @Nullable String key,
            @Nullable ObjectNode body,
            long withinMs) {
        RequestOptions options = options(server, path).setMethod(method).setIdleTimeout(withinMs);
        put(options, "Authorization", token == null ? null : "Bearer " + token);
        put(options, "Idempotency-Key", key);
        put(options, "Content-Type", body == null ? null : "application/json");
        put(options, "Accept-Language", "en");
        return http.request(options)
                .compose(request -> body == null ? request.send() : send(request, body))
                .compose(Calls::read)
                .timeout(withinMs + CONNECT_MS, TimeUnit.MILLISECONDS)
                .otherwise(Reply::noAnswer);
    }

    private static RequestOptions options(URI server, String path) {
        boolean isSecure = "https".equals(server.getScheme());
        int standard = isSecure ? 443 : 80;
        String prefix = server.getRawPath() == null ? "" : server.getRawPath().replaceFirst("/+$", "");
        return new RequestOptions()
                .setHost(server.getHost())
                .setPort(server.getPort() < 0 ? standard : server.getPort())
                .setSsl(isSecure)
                .setURI(prefix + path)
                .setConnectTimeout(CONNECT_MS);
    }

    private static void put(RequestOptions options, String name, @Nullable String value) {
        if (value != null) {
            options.putHeader(name, value);
        }
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, ObjectNode body) {
        return request.send(Buffer.buffer(Json.write(body)));
    }

    private static Future<Reply> read(HttpClientResponse response) {
        return response.body().map(body -> Reply.of(response.statusCode(), body.getBytes()));
    }
}
