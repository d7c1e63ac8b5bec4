package dev.stampede.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Answers bytes that are no request: too long a line (414), too long a header (431), anything else (400). */
public final class InvalidRequestHandler implements Handler<HttpServerRequest> {
    private final ProblemJson json;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** {@code random} makes trace ids and must be safe to use from several threads. */
    public InvalidRequestHandler(ProblemJson json, InstantSource clock, RandomGenerator random) {
        this.json = json;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void handle(HttpServerRequest request) {
        AnswerHeaders.put(request.response(), clock);
        json.send(
                request.response().putHeader("Connection", "close"),
                ProblemHandler.ofStatus(status(request.decoderResult().cause())),
                request.getHeader("Accept-Language"),
                TraceId.of(request, random));
        request.connection().close();
    }

    private static int status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
