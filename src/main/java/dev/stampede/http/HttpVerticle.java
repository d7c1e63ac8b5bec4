package dev.stampede.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One server on one event loop, which alone writes answers ({@link OwnLoop}). Instances with the same host and port share the port. */
public final class HttpVerticle extends VerticleBase {
    /** What a client who does not read may cost in the kernel. */
    private static final int SEND_BUFFER_BYTES = 128 * 1_024;

    private final String host;
    private final int port;
    private final Duration silence;
    private final Function<Vertx, Handler<HttpServerRequest>> requests;
    private final Handler<HttpServerRequest> invalidRequests;
    private @Nullable HttpServer server;

    /**
     * @param port a negative one stands for any free port; instances with the same host and negative number share it
     * @param silence closes a connection on which nothing moves, also one that waits for its answer; whole seconds
     * @param requests makes what answers the requests of this instance
     */
    public HttpVerticle(
            String host,
            int port,
            Duration silence,
            Function<Vertx, Handler<HttpServerRequest>> requests,
            Handler<HttpServerRequest> invalidRequests) {
        this.host = host;
        this.port = port;
        this.silence = silence;
        this.requests = requests;
        this.invalidRequests = invalidRequests;
    }

    /** The port that clients connect to, once the verticle is deployed. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("not deployed");
        }
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(options())
                .requestHandler(requests.apply(vertx))
                .invalidRequestHandler(invalidRequests);
        return server.listen(port, host);
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(2, TimeUnit.SECONDS);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(Math.toIntExact(silence.toSeconds()))
                .setHttp2ClearTextEnabled(false)
                .setStrictThreadMode(true)
                .setMaxInitialLineLength(2048)
                .setMaxHeaderSize(8192)
                .setAcceptBacklog(4096)
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setMaxWebSocketFrameSize(4096)
                .setMaxWebSocketMessageSize(8192)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }
}
