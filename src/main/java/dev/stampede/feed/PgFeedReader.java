package dev.stampede.feed;

import dev.stampede.push.PgEventLog;
import io.vertx.core.Future;
import java.util.List;

/** Reads new events, once for the whole node, and hands them on in their order. */
public final class PgFeedReader {
    private static final int PAGE = 1_000;

    private final PgEventLog log;
    private final PgViews views;
    private final Places places;
    private final BusFeed feed;
    private long through;

    public PgFeedReader(PgEventLog log, PgViews views, Places places, BusFeed feed) {
        this.log = log;
        this.views = views;
        this.places = places;
        this.feed = feed;
    }

    /** Begins behind the newest event; before that {@link #step} must not be called. */
    public Future<Long> open() {
        return log.head().onSuccess(head -> {
            through = head;
            views.knows(head);
        });
    }

    /** Tells what is new and says how many events that were; completes when every event loop has told them. */
    public Future<Integer> step() {
        return log.head().compose(head -> head <= through ? Future.succeededFuture(0) : read(head));
    }

    /** Who or what is not among these yet is joined by a view from here on, which has the events in it. */
    private Future<Integer> read(long head) {
        views.knows(head);
        return log.between(through, head, places.shoppers(), places.formations(), PAGE)
                .compose(events -> {
                    long next =
                            events.size() < PAGE ? head : events.get(PAGE - 1).position();
                    List<Told> told = events.stream().map(FeedEvents::told).toList();
                    told.forEach(one -> views.forget(one.topic()));
                    through = next;
                    return feed.tell(told, next).map(events.size());
                });
    }
}
