package dev.stampede.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;

/**
 * Where the answer to a request is written: on the event loop that reads its connection, and nowhere else. The server does
 * without Vert.x' guard against other threads (strict thread mode), which throws when one of them writes.
 */
final class OwnLoop {
    private OwnLoop() {}

    /** Writes now when this is the event loop of the request, else as soon as that comes to it. From any thread. */
    static void write(HttpServerRequest request, Runnable answer) {
        ContextInternal loop = ((HttpServerRequestInternal) request).context();
        if (loop.inThread()) {
            answer.run();
        } else {
            loop.runOnContext(back -> answer.run());
        }
    }
}
