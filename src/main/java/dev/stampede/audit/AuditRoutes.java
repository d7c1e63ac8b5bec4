package dev.stampede.audit;

import dev.stampede.http.Exchange;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The audit over HTTP, for auditors. Broken or not, it is an answer of 200. */
public final class AuditRoutes implements Routes {
    private final Supplier<Future<AuditReport>> audit;
    private final JwtGuard guard;
    private Future<?> running = Future.succeededFuture();
    private @Nullable Future<AuditReport> next;

    /** @param audit runs one, on whatever event loop asks */
    public AuditRoutes(Supplier<Future<AuditReport>> audit, JwtGuard guard) {
        this.audit = audit;
        this.guard = guard;
    }

    @Override
    public void mount(Router router) {
        router.get("/admin/v1/audit")
                .handler(guard.operations(Role.AUDITOR))
                .handler(context -> Exchange.answer(context, 200, fresh().map(AuditJson::write)));
    }

    /** One audit at a time: whoever asks while one runs shares the next one, which begins after the asking. */
    private synchronized Future<AuditReport> fresh() {
        if (next != null) {
            return next;
        }
        Promise<AuditReport> promise = Promise.promise();
        next = promise.future();
        running.onComplete(ended -> begin(promise));
        return promise.future();
    }

    private synchronized void begin(Promise<AuditReport> promise) {
        running = promise.future();
        next = null;
        audit.get().onComplete(promise);
    }
}
