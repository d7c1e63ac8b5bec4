package dev.stampede.http;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;

/** The headers that every answer carries. */
final class AnswerHeaders {
    static final String SERVER_TIME = "X-Server-Time";

    private static final CharSequence SERVER_TIME_NAME = createOptimized(SERVER_TIME);
    private static final CharSequence CONTENT_TYPE_OPTIONS = createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = createOptimized("no-referrer");
    private static final CharSequence NO_STORE = createOptimized("no-store");

    private AnswerHeaders() {}

    /** Stamped as late as can be: clients set their clocks by it. What a route has set itself stays. */
    static void put(HttpServerResponse response, InstantSource clock) {
        MultiMap headers = response.headers();
        headers.set(SERVER_TIME_NAME, Long.toString(clock.millis()));
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.set(REFERRER_POLICY, NO_REFERRER);
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
    }
}
