package dev.stampede.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stampede.campaign.CampaignJson;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.formation.FormationJson;
import dev.stampede.formation.PgFormations;
import dev.stampede.json.Json;
import dev.stampede.order.Order;
import dev.stampede.order.OrderJson;
import dev.stampede.order.PgOrders;
import dev.stampede.push.LoggedEvent;
import dev.stampede.push.PgEventLog;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Views of topics from Postgres. All who join a campaign's topic within a second share one, unless something happened in it
 * meanwhile. Any event loop.
 */
public final class PgViews {
    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    private static final int MOST_CAMPAIGNS = 10_000;
    private static final int MOST_ORDERS = 20;
    private static final int SCANNED = 20_000;
    private static final long READ_WITHIN_MS = 2_000;

    private final PgCampaigns campaigns;
    private final PgOrders orders;
    private final PgFormations formations;
    private final PgEventLog log;
    private final InstantSource clock;
    private final Cache<String, Future<Optional<View>>> recent;
    private volatile long known;

    /** @param ticker tells the age of a view, in nanoseconds */
    public PgViews(
            PgCampaigns campaigns,
            PgOrders orders,
            PgFormations formations,
            PgEventLog log,
            InstantSource clock,
            Ticker ticker) {
        this.campaigns = campaigns;
        this.orders = orders;
        this.formations = formations;
        this.log = log;
        this.clock = clock;
        this.recent = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(MAX_AGE)
                .maximumSize(MOST_CAMPAIGNS)
                .build();
    }

    /** Every event up to this position is committed, and about to be told: views from now on have it in them. */
    void knows(long position) {
        known = position;
    }

    /** Something happened there; who joins from now on gets a fresh view. */
    void forget(Topic topic) {
        recent.invalidate(topic.id());
    }

    /**
     * The view of a topic, or nothing when there is no such topic in public.
     *
     * @param lastSeq the newest position that the client has, or -1
     */
    Future<Optional<View>> of(Topic topic, long lastSeq) {
        Future<Optional<View>> view =
                switch (topic.sort()) {
                    case CAMPAIGN -> campaign(topic);
                    case ME -> me(topic, lastSeq).map(Optional::of);
                    case FORMATION -> formation(topic, lastSeq);
                };
        return view.timeout(READ_WITHIN_MS, TimeUnit.MILLISECONDS);
    }

    private Future<Optional<View>> campaign(Topic topic) {
        Future<Optional<View>> shared = recent.get(topic.id(), id -> readCampaign(topic));
        shared.onFailure(failure -> recent.asMap().remove(topic.id(), shared));
        return shared;
    }

    /** The position is taken first: what is read after it has everything up to it. */
    private Future<Optional<View>> readCampaign(Topic topic) {
        long seq = known;
        return campaigns.find(topic.id()).compose(found -> {
            Optional<byte[]> snapshot = found.filter(shown -> shown.campaign().isVisibleAt(clock.instant()))
                    .map(shown -> ServerMessage.snapshot(topic, seq, CampaignJson.publicView(shown)));
            return snapshot.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : log.newestOf(topic.id(), seq, View.MOST_RESUMED + 1)
                            .map(newest -> Optional.of(new View(seq, snapshot.get(), told(newest), 0)));
        });
    }

    private Future<View> me(Topic topic, long lastSeq) {
        long seq = known;
        boolean mayResume = mayResume(lastSeq, seq);
        Future<List<LoggedEvent>> newest = mayResume
                ? log.newestFor(topic.id(), lastSeq, seq, View.MOST_RESUMED + 1)
                : Future.succeededFuture(List.of());
        return newest.compose(events -> orders.list(topic.id(), null, MOST_ORDERS)
                .map(mine -> new View(
                        seq,
                        ServerMessage.snapshot(topic, seq, orders(mine)),
                        told(events),
                        mayResume ? lastSeq : Long.MAX_VALUE)));
    }

    private Future<Optional<View>> formation(Topic topic, long lastSeq) {
        long seq = known;
        boolean mayResume = mayResume(lastSeq, seq);
        Future<List<LoggedEvent>> newest = mayResume
                ? log.newestIn(topic.id(), lastSeq, seq, View.MOST_RESUMED + 1)
                : Future.succeededFuture(List.of());
        return newest.compose(events -> formations
                .find(topic.id())
                .map(found -> found.map(formation -> new View(
                        seq,
                        ServerMessage.snapshot(topic, seq, FormationJson.write(formation)),
                        told(events),
                        mayResume ? lastSeq : Long.MAX_VALUE))));
    }

    private static boolean mayResume(long lastSeq, long seq) {
        return lastSeq >= 0 && lastSeq <= seq && seq - lastSeq <= SCANNED;
    }

    private static ObjectNode orders(List<Order> mine) {
        ObjectNode data = Json.object();
        ArrayNode orders = data.putArray("orders");
        mine.forEach(order -> orders.add(OrderJson.write(order)));
        return data;
    }

    private static List<Told> told(List<LoggedEvent> events) {
        return events.stream().map(FeedEvents::told).toList();
    }
}
