package dev.stampede.feed;

import dev.stampede.campaign.Campaign;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;

/** Tells the bus what batches answered about the stock, conflated before it leaves. For one event loop. */
public final class BusStock {
    private final Vertx vertx;
    private final InstantSource clock;
    private final Conflation conflation = new Conflation();

    public BusStock(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /**
     * What a batch answered.
     *
     * @param left units by sku, of the offers that the batch asked for
     */
    public void left(Campaign campaign, long stockVersion, Map<String, Long> left) {
        StockTick.of(campaign, stockVersion, left).ifPresent(this::offer);
    }

    private void offer(StockTick tick) {
        long wait = conflation.offer(tick, clock.millis());
        if (wait == 0) {
            publish(tick);
        } else if (wait != Conflation.LATER) {
            vertx.setTimer(wait, due -> publish(tick));
        }
    }

    private void publish(StockTick one) {
        StockTick newest = conflation.take(one.campaignId(), one.member(), clock.millis());
        vertx.eventBus().publish(StockTick.ADDRESS, newest.write());
    }
}
