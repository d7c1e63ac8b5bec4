package dev.stampede.push;

import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** Spreads the word that there are new events. A word may be lost: readers also look on their own. */
public final class BusEventHints {
    private final Vertx vertx;

    public BusEventHints(Vertx vertx) {
        this.vertx = vertx;
    }

    public void publish(EventsNumbered hint) {
        vertx.eventBus().publish(EventsNumbered.ADDRESS, hint.write());
    }

    /** From now on {@code listener} hears every hint, on the event loop of the caller. */
    public void listen(Consumer<EventsNumbered> listener) {
        vertx.eventBus().<String>consumer(EventsNumbered.ADDRESS, message -> EventsNumbered.read(message.body())
                .ifPresent(listener));
    }
}
