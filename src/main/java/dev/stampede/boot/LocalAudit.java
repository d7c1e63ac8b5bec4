package dev.stampede.boot;

import dev.stampede.audit.AuditReport;
import dev.stampede.audit.PgAudit;
import dev.stampede.postgres.PgPools;
import dev.stampede.redis.RedisLink;
import dev.stampede.redis.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The audit of stores from outside a node; it loads nothing and changes nothing. */
final class LocalAudit {
    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_EVERY_MS = 25;

    private LocalAudit() {}

    static AuditReport run(ExternalStores urls) {
        Vertx vertx = Vertx.vertx();
        Pool pool = PgPools.create(vertx, urls.postgresUrl());
        RedisLink link =
                new RedisLink(vertx, new RedisServer(urls.redisUrl()), connection -> Future.succeededFuture(true));
        try {
            Future<AuditReport> report = onLoop(vertx, link)
                    .compose(open -> PgAudit.create(pool, link, InstantSource.system(), pause -> vertx.timer(
                                            pause.toMillis(), TimeUnit.MILLISECONDS)
                                    .mapEmpty())
                            .run());
            return Waiting.of("audit the stores", report, LIMIT_SECONDS);
        } finally {
            link.close();
            vertx.close();
        }
    }

    private static Future<Void> onLoop(Vertx vertx, RedisLink link) {
        return Future.<Void>future(opened -> vertx.runOnContext(go -> {
                    link.open();
                    opened.complete();
                }))
                .compose(opened -> open(vertx, link));
    }

    private static Future<Void> open(Vertx vertx, RedisLink link) {
        return link.isOpen()
                ? Future.succeededFuture()
                : vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).compose(waited -> open(vertx, link));
    }
}
