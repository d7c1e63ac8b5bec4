package dev.stampede.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** The answer to a request that a {@link DirectRoute} took. It counts as in flight until it is there. */
public final class DirectReply extends Overdue.Waiting implements Reply {
    private final DirectRoutes routes;
    private final HttpServerRequest request;
    private boolean isOver;

    DirectReply(DirectRoutes routes, HttpServerRequest request) {
        this.routes = routes;
        this.request = request;
    }

    @Override
    public HttpServerRequest request() {
        return request;
    }

    @Override
    public void end(int status, Buffer body) {
        answer(() -> request.response().setStatusCode(status).end(body));
    }

    @Override
    public void fail(Throwable failure) {
        answer(() -> routes.fail(request, failure));
    }

    private void answer(Runnable answer) {
        OwnLoop.write(request, () -> {
            if (leave()) {
                routes.stamp(request.response());
                answer.run();
            }
        });
    }

    /** Whether the answer may be written: it is the first, and somebody is still there to read it. */
    private boolean leave() {
        if (isOver) {
            return false;
        }
        isOver = true;
        routes.left(this);
        return !request.response().closed();
    }

    @Override
    boolean isWaiting() {
        return !isOver;
    }

    @Override
    void giveUp() {
        fail(Overdue.refusal(request.method()));
    }
}
