package dev.stampede.push;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request to a listed host and tells the status of its answer. A name is looked up here, judged, and the connection
 * goes to the address that was judged: nobody looks it up a second time. No redirect is followed.
 */
final class WebhookSocket {
    private static final long ANSWER_WITHIN_MS = 5_000;
    private static final int CONNECT_WITHIN_MS = 2_000;
    private static final int IDLE_SECONDS = 30;
    private static final int LOOKUPS_AT_ONCE = 16;
    private static final int MOST_ANSWER_BYTES = 64 * 1_024;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final WebhookHosts hosts;
    private final HttpClient client;
    private final WorkerExecutor lookups;

    /** @param connections how many a receiver may have at most */
    WebhookSocket(Vertx vertx, WebhookHosts hosts, int connections) {
        this.hosts = hosts;
        this.lookups = vertx.createSharedWorkerExecutor("webhook-lookups", LOOKUPS_AT_ONCE);
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_WITHIN_MS)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections));
    }

    /** The status of the answer; fails when there is none within 5 s, or the host may not be reached. */
    Future<Integer> post(URI url, Map<String, String> headers, byte[] body) {
        if (!hosts.isListed(url.getHost())) {
            return Future.failedFuture(new IllegalStateException("the host is not listed any more"));
        }
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        return lookup(url.getHost())
                .compose(address -> client.request(options(url, address)))
                .compose(request -> {
                    sent.set(request);
                    headers.forEach(request::putHeader);
                    return request.send(Buffer.buffer(body)).compose(WebhookSocket::status);
                })
                .timeout(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    HttpClientRequest request = sent.get();
                    if (request != null) {
                        request.reset();
                    }
                });
    }

    /** An address in the URL is not looked up, it only changes its form. */
    private Future<InetAddress> lookup(String host) {
        return lookups.executeBlocking(() -> InetAddress.getAllByName(host), false)
                .compose(found -> Arrays.stream(found)
                        .filter(address -> hosts.mayMean(host, address))
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(
                                new IllegalStateException("the host means an address that is not to be reached"))));
    }

    private static RequestOptions options(URI url, InetAddress address) {
        boolean isSecure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : isSecure ? HTTPS_PORT : HTTP_PORT;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(isSecure)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false);
    }

    /** Reads the answer to its end, so that the connection can be used again, unless it is too long for that. */
    private static Future<Integer> status(HttpClientResponse response) {
        Promise<Integer> whole = Promise.promise();
        int[] bytes = {0};
        response.handler(chunk -> {
            bytes[0] += chunk.length();
            if (bytes[0] > MOST_ANSWER_BYTES && whole.tryComplete(response.statusCode())) {
                response.request().reset();
            }
        });
        response.endHandler(end -> whole.tryComplete(response.statusCode()));
        response.exceptionHandler(whole::tryFail);
        return whole.future();
    }
}
