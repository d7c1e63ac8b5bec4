package dev.stampede.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * What all visits to one sale share.
 *
 * @param opensAtMs by the engine's clock
 */
record Scene(
        Vertx vertx,
        ShopperClient client,
        UnrulyCourier courier,
        Books books,
        ServerClock clock,
        String campaignId,
        long opensAtMs) {
    /** The same at another campaign, which opens at the same time. */
    Scene in(String otherCampaignId) {
        return new Scene(vertx, client, courier, books, clock, otherCampaignId, opensAtMs);
    }

    long sinceOpeningMs() {
        return clock.millis() - opensAtMs;
    }

    /** Waits until so long after the opening, or not at all when that is past. */
    Future<Void> until(long sinceOpeningMs) {
        return pause(sinceOpeningMs - sinceOpeningMs());
    }

    Future<Void> pause(long ms) {
        return ms <= 0 ? Future.succeededFuture() : vertx.timer(ms, TimeUnit.MILLISECONDS);
    }
}
