package dev.stampede.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server that is started again, on the same port and data, whenever it dies before {@link #close}. */
final class KeptServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptServer.class);
    private static final int PORT_TRIES = 5;
    private static final Duration READY_LIMIT = Duration.ofSeconds(45);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Recipe recipe;
    private final Keeper.Place place;
    private final Leftovers leftovers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watcher;
    private final int port;
    private volatile Keeper keeper;

    private KeptServer(Recipe recipe, Keeper.Place place, int port, Keeper keeper) {
        this.recipe = recipe;
        this.place = place;
        this.leftovers = leftovers(recipe, place);
        this.port = port;
        this.keeper = keeper;
        this.watcher = new Thread(this::watch, "stampede-keeps-" + recipe.name());
        this.watcher.setDaemon(true);
    }

    /** Starts the server on a free port and returns once it answers, at most 45 s for each port tried. */
    static KeptServer start(Recipe recipe, Path script, ServerLog log, Ports ports)
            throws IOException, InterruptedException {
        Path pidFile = recipe.directory().resolveSibling(recipe.name() + ".pid");
        Keeper.Place place = new Keeper.Place(script, recipe.directory(), pidFile, log);
        leftovers(recipe, place).end();
        log.roll();
        for (int i = 1; ; i++) {
            int port = ports.free();
            try {
                KeptServer server = new KeptServer(recipe, place, port, launch(recipe, place, port));
                server.watcher.start();
                return server;
            } catch (IOException e) {
                if (Ports.isFree(port) || i == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static Leftovers leftovers(Recipe recipe, Keeper.Place place) {
        return new Leftovers(recipe.programs(), recipe.directory(), place.pidFile());
    }

    private static Keeper launch(Recipe recipe, Keeper.Place place, int port) throws IOException, InterruptedException {
        long since = place.log().size();
        Keeper keeper = Keeper.start(place, recipe.stopSignal(), recipe.prepare(port));
        boolean ready = false;
        try {
            awaitAnswer(recipe, keeper, port);
            ready = true;
            return keeper;
        } catch (IOException e) {
            keeper.awaitEnd(LAST_WORDS);
            throw new IOException(
                    "%s did not start, %s: %s (log: %s); %s"
                            .formatted(
                                    recipe.name(),
                                    e.getMessage(),
                                    place.log().lastLine(since),
                                    place.log().file(),
                                    recipe.advice()),
                    e);
        } finally {
            if (!ready) {
                keeper.end();
            }
        }
    }

    private static void awaitAnswer(Recipe recipe, Keeper keeper, int port) throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(READY_LIMIT);
        while (!recipe.answers(port)) {
            if (!keeper.isAlive()) {
                throw new IOException("it ended with status " + keeper.status());
            }
            if (deadline.isOver()) {
                throw new IOException("it does not answer within " + READY_LIMIT.toSeconds() + " s");
            }
            Deadline.pause();
        }
    }

    private void watch() {
        try {
            long pause = FIRST_PAUSE_MILLIS;
            while (true) {
                Deadline steady = Deadline.in(STEADY);
                keeper.awaitEnd();
                pause = steady.isOver() ? FIRST_PAUSE_MILLIS : pause;
                while (!closing.await(pause, TimeUnit.MILLISECONDS) && !startAgain()) {
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
                if (closing.getCount() == 0) {
                    return;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            // close() interrupts and ends what is left.
            Thread.currentThread().interrupt();
        }
    }

    private boolean startAgain() throws InterruptedException {
        Keeper former = keeper;
        try {
            former.letGo();
            leftovers.end();
            keeper = launch(recipe, place, port);
            LOG.warn(
                    "{} (process {}) died with status {}; process {} took its place on port {}",
                    recipe.name(),
                    former.pid(),
                    former.status(),
                    keeper.pid(),
                    port);
            return true;
        } catch (IOException e) {
            LOG.warn("{} (process {}) died and does not start again: {}", recipe.name(), former.pid(), e.getMessage());
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The process id of the server itself; another one after a restart. */
    long pid() {
        return keeper.pid();
    }

    /** Has the server stop, and does not wait. */
    void letGo() {
        closing.countDown();
        keeper.letGo();
    }

    /** Stops the server in order, within some seconds, by force if it must be. */
    @Override
    public void close() {
        letGo();
        watcher.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            watcher.join(CLOSE_LIMIT.toMillis());
            keeper.end();
            leftovers.end();
        } catch (IOException e) {
            LOG.warn("{} may still run: {}", recipe.name(), e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
            keeper.end();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
