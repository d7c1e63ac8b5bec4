package dev.stampede.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The answer to one request, whichever way it came. The first one counts; what comes later is dropped. */
public interface Reply {
    CharSequence JSON = HttpHeaders.createOptimized("application/json");

    HttpServerRequest request();

    /** Answers with the headers that were set so far; a body that a status does not allow is empty. */
    void end(int status, Buffer body);

    /** Answers with the {@link Problem} that the failure means. */
    void fail(Throwable failure);

    /** Sets a header of the answer, unless that is out already. */
    default Reply header(CharSequence name, CharSequence value) {
        if (!request().response().headWritten()) {
            request().response().headers().set(name, value);
        }
        return this;
    }

    default void json(int status, Buffer body) {
        header(HttpHeaders.CONTENT_TYPE, JSON).end(status, body);
    }
}
