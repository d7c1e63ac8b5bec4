package dev.stampede.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The feed of one node: hears the bus, encodes once, and hands on to each event loop that has sockets. */
public final class BusFeed {
    private final Vertx vertx;
    private final InstantSource clock;
    private final Figures figures;
    private final Context home;
    private final Conflation conflation = new Conflation();
    private final List<BusFanout> loops = new CopyOnWriteArrayList<>();
    private volatile long told;

    public BusFeed(Vertx vertx, InstantSource clock, Figures figures) {
        this.vertx = vertx;
        this.clock = clock;
        this.figures = figures;
        this.home = vertx.getOrCreateContext();
    }

    /** Listens to the bus from now on. */
    public void open() {
        home.runOnContext(
                go -> vertx.eventBus().<String>consumer(StockTick.ADDRESS, message -> StockTick.read(message.body())
                        .ifPresent(this::offer)));
    }

    /** Says goodbye to every socket; completes when all have been told. */
    public Future<Void> drain() {
        return Future.join(loops.stream().map(BusFanout::drain).toList()).mapEmpty();
    }

    void add(BusFanout loop) {
        loops.add(loop);
    }

    /** Hands events on, in their order; completes when every event loop has told them. */
    Future<Void> tell(List<Told> events, long through) {
        List<Future<Void>> telling =
                loops.stream().map(loop -> loop.tell(events)).toList();
        told = through;
        return Future.all(telling).mapEmpty();
    }

    private void offer(StockTick tick) {
        long wait = conflation.offer(tick, clock.millis());
        if (wait == 0) {
            send(tick);
        } else if (wait == Conflation.LATER) {
            figures.conflated().accept(1);
        } else {
            vertx.setTimer(wait, due -> send(tick));
        }
    }

    /** Its seq is behind every event that was handed on before it, so that a client may resume from it. */
    private void send(StockTick one) {
        StockTick newest = conflation.take(one.campaignId(), one.member(), clock.millis());
        Topic topic = Topic.campaign(newest.campaignId());
        show(topic, ServerMessage.event(topic, told, "stock", newest.data()));
    }

    void show(Topic topic, byte[] tick) {
        loops.forEach(loop -> loop.tick(topic, tick));
    }
}
