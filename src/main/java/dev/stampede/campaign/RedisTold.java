package dev.stampede.campaign;

import io.vertx.core.Future;

/** Waits for Redis to learn what Postgres has committed. */
public interface RedisTold {
    /** True once Redis has taken the campaign as it stands, false when it has not within 2 s. */
    Future<Boolean> told(String campaignId);
}
