package dev.stampede.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The answer to a request that came through the router. */
public record RoutedReply(RoutingContext context) implements Reply {
    @Override
    public HttpServerRequest request() {
        return context.request();
    }

    @Override
    public void end(int status, @Nullable Buffer body) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(status);
        if (body == null) {
            response.end();
        } else {
            response.end(body);
        }
    }

    @Override
    public void fail(Throwable failure) {
        context.fail(failure);
    }
}
