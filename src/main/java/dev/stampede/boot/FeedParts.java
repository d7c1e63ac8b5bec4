package dev.stampede.boot;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.stampede.feed.BusFeed;
import dev.stampede.feed.BusStock;
import dev.stampede.feed.FeedRoutes;
import dev.stampede.feed.Figures;
import dev.stampede.feed.PgFeedReader;
import dev.stampede.feed.PgViews;
import dev.stampede.feed.Places;
import dev.stampede.http.Routes;
import dev.stampede.http.TrustedProxies;
import dev.stampede.push.BusEventHints;
import dev.stampede.push.EventRoutes;
import dev.stampede.push.PgEventLog;
import dev.stampede.push.PgEventRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What tells the outside what happened: the event log and the feed of one node. */
final class FeedParts {
    private static final long DRAIN_MS = 2_000;

    final PgEventRelay relay;
    final PgFeedReader reader;
    final BusEventHints hints;

    private final Parts parts;
    private final PgEventLog log;
    private final PgViews views;
    private final Places places;
    private final Figures figures;
    private final BusFeed feed;
    private final List<EventRoutes> logs = new CopyOnWriteArrayList<>();

    FeedParts(Parts parts) {
        this.parts = parts;
        this.places = new Places(new TrustedProxies(parts.settings.trustedProxies()));
        this.hints = new BusEventHints(parts.vertx);
        this.log = new PgEventLog(parts.pool);
        this.relay = new PgEventRelay(parts.pool, hints::publish);
        this.views =
                new PgViews(parts.campaigns, parts.orders, parts.formations, log, parts.clock, Ticker.systemTicker());
        this.figures = new Figures(
                parts.metrics::feedSent,
                parts.metrics::feedConflated,
                parts.metrics::feedClosed,
                parts.metrics::feedTurn);
        this.feed = new BusFeed(parts.vertx, parts.clock, figures);
        this.reader = new PgFeedReader(log, views, places, feed);
        parts.metrics.feedSockets(places::sockets);
        feed.open();
    }

    /** Where batches tell what is left, for the event loop that it is called on. */
    BusStock stock() {
        return new BusStock(parts.vertx, parts.clock);
    }

    /** The shoppers' WebSocket, for the event loop that it is called on. */
    Routes feed(Vertx vertx) {
        return new FeedRoutes(vertx, feed, views, parts.tokens, places, parts.clock, parts.random, figures);
    }

    /** The push service's log. */
    Routes events() {
        EventRoutes routes = new EventRoutes(log, hints, parts.guard);
        logs.add(routes);
        return routes;
    }

    /** Whether nobody is connected any more. */
    boolean isQuiet() {
        return places.sockets() == 0;
    }

    /** Sends everybody to another node. */
    Future<?> drain() {
        logs.forEach(EventRoutes::drain);
        return feed.drain().timeout(DRAIN_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
