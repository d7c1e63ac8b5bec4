package dev.stampede.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;

/** The headers that every answer carries. */
final class AnswerHeaders {
    static final String SERVER_TIME = "X-Server-Time";

    private AnswerHeaders() {}

    /** Stamped as late as can be: clients set their clocks by it. What a route has set itself stays. */
    static void put(HttpServerResponse response, InstantSource clock) {
        MultiMap headers = response.headers();
        headers.set(SERVER_TIME, Long.toString(clock.millis()));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (!headers.contains("Cache-Control")) {
            headers.set("Cache-Control", "no-store");
        }
    }
}
