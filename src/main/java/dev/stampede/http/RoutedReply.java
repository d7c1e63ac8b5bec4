package dev.stampede.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The answer to a request that came through the router. */
public record RoutedReply(RoutingContext context) implements Reply {
    @Override
    public HttpServerRequest request() {
        return context.request();
    }

    @Override
    public void end(int status, Buffer body) {
        OwnLoop.write(context.request(), () -> {
            HttpServerResponse response = context.response();
            if (!response.ended()) {
                response.setStatusCode(status).end(body);
            }
        });
    }

    @Override
    public void fail(Throwable failure) {
        context.fail(failure);
    }
}
