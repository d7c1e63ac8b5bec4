package dev.stampede.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A route that stands before the router, for what everybody asks in the same second. It takes a request only when nothing is
 * unusual about it; the router has a route for the same path, which gives the same answer to all others.
 */
public interface DirectRoute {
    /** Who answers this request, or null to leave it to the router. Looks at the head only, and changes nothing. */
    @Nullable
    Handler<DirectReply> taker(HttpServerRequest request);
}
