package dev.stampede.participation;

import dev.stampede.redis.RedisServer;
import dev.stampede.redis.RedisUnavailable;
import dev.stampede.redis.RedisUnavailable.Reason;
import dev.stampede.settlement.PgReloadWanted;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What it means that Redis does not run a take, and the cure that it asks for. */
final class RedisFault {
    private static final long WISH_WITHIN_MS = 500;

    private RedisFault() {}

    /** A script fails before its first write or with it, so an error reply means that nothing happened. */
    static Throwable meaning(PgReloadWanted reloads, String campaignId, String action, Throwable e) {
        if (!RedisServer.isReply(e)) {
            return e;
        }
        if (Objects.requireNonNullElse(e.getMessage(), "").contains("target stream top item")) {
            reloads.want(campaignId, "the outbox is ahead of the campaign's sequence");
        }
        return new RedisUnavailable(Reason.DOWN, action + ": " + e.getMessage());
    }

    /** A campaign that Redis does not have, or had and lost: it is loaded anew, and until then it is fenced. */
    static <T> Future<T> fenced(PgReloadWanted reloads, String campaignId, String word) {
        RedisUnavailable fenced = new RedisUnavailable(Reason.FENCED, campaignId + " is " + word);
        return word.equals("FENCED")
                ? Future.failedFuture(fenced)
                : want(reloads, campaignId, "Redis says " + word).transform(wanted -> Future.<T>failedFuture(fenced));
    }

    /** When Redis has an older generation than Postgres, it is loaded anew. */
    static Future<Void> staleGeneration(PgReloadWanted reloads, String campaignId, String inRedis, long inPostgres) {
        return Long.parseLong(inRedis) < inPostgres
                ? want(reloads, campaignId, "Redis has an older generation")
                : Future.succeededFuture();
    }

    private static Future<Void> want(PgReloadWanted reloads, String campaignId, String reason) {
        return reloads.want(campaignId, reason).timeout(WISH_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
}
