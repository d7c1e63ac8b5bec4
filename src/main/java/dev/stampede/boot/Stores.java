package dev.stampede.boot;

import dev.stampede.embedded.EmbeddedStores;
import java.util.Optional;

/** The stores for a command that needs no node: those of a running engine, the configured ones, or embedded ones of its own. */
final class Stores implements AutoCloseable {
    private final ExternalStores urls;
    private final Runnable close;

    private Stores(ExternalStores urls, Runnable close) {
        this.urls = urls;
        this.close = close;
    }

    static Stores find(Settings settings) {
        if (settings.stores().isPresent()) {
            return new Stores(settings.stores().get(), () -> {});
        }
        DataDirectory directory = DataDirectory.at(settings.dataDirectory());
        Optional<Ports> running = directory.livePorts();
        return running.isPresent() ? new Stores(running.get().stores(), () -> {}) : start(settings);
    }

    ExternalStores urls() {
        return urls;
    }

    @Override
    public void close() {
        close.run();
    }

    private static Stores start(Settings settings) {
        EmbeddedStores stores = OwnStores.start(settings.dataDirectory(), settings.redisServer());
        return new Stores(new ExternalStores(stores.redisUrl(), stores.postgresUrl()), stores::close);
    }
}
