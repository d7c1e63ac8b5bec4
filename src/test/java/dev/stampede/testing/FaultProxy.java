package dev.stampede.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A TCP proxy on loopback that can hold back, cut, and cut at a byte pattern. */
public final class FaultProxy implements AutoCloseable {
    private static final int TAIL = 64;

    private final NetServer server;
    private final NetClient client;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile @Nullable String watched;
    private volatile int target;
    private volatile boolean holding;
    private volatile boolean sprung;

    /**
     * Cuts the connection that carried {@code marker} as soon as {@code pattern} comes after it.
     *
     * @param forward whether the pattern still reaches the server, which answers into the void
     */
    private record Trap(String marker, String pattern, boolean forward) {}

    public FaultProxy(Vertx vertx, int target) {
        this.target = target;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1"));
        TestDatabase.get(server.connectHandler(this::accept).listen(0));
    }

    public int port() {
        return server.actualPort();
    }

    /** Where connections lead from now on. */
    public void aim(int port) {
        target = port;
    }

    /** How many connections were ever made to it. */
    public int connections() {
        return accepted.get();
    }

    /** From now on bytes wait, in both directions, and so do new connections. */
    public void hold() {
        holding = true;
        pairs.forEach(Pair::hold);
    }

    /** From now on the bytes of the present connections wait; new connections work. */
    public void hang() {
        pairs.forEach(Pair::hold);
    }

    /** Watches for the connection that carries this text. */
    public void watch(String marker) {
        watched = marker;
    }

    /** From now on the bytes of the connection that was watched for wait. */
    public void hangWatched() {
        pairs.stream().filter(pair -> pair.isWatched).forEach(Pair::hold);
    }

    /** Lets everything go on. */
    public void release() {
        holding = false;
        pairs.forEach(Pair::release);
    }

    public void cut() {
        pairs.forEach(Pair::close);
    }

    /** Arms one trap for the connection that carries the marker: see {@link #hasSprung}. */
    public void cutAfter(String marker, String pattern, boolean forward) {
        sprung = false;
        trap.set(new Trap(marker, pattern, forward));
    }

    public boolean hasSprung() {
        return sprung;
    }

    @Override
    public void close() {
        cut();
        TestDatabase.get(server.close());
        TestDatabase.get(client.close());
    }

    private void accept(NetSocket near) {
        accepted.incrementAndGet();
        near.pause();
        client.connect(target, "127.0.0.1")
                .onSuccess(far -> new Pair(near, far).start())
                .onFailure(e -> near.close());
    }

    /** One connection and its other half. */
    private final class Pair {
        private final NetSocket near;
        private final NetSocket far;
        private String tail = "";
        private volatile boolean isWatched;
        private boolean isMarked;
        private @Nullable Trap caughtBy;

        Pair(NetSocket near, NetSocket far) {
            this.near = near;
            this.far = far;
        }

        void start() {
            pairs.add(this);
            near.closeHandler(closed -> close()).exceptionHandler(e -> close()).handler(this::toServer);
            far.closeHandler(closed -> close()).exceptionHandler(e -> close()).handler(this::toClient);
            if (holding) {
                far.pause();
            } else {
                near.resume();
            }
        }

        void hold() {
            near.pause();
            far.pause();
        }

        void release() {
            near.resume();
            far.resume();
        }

        void close() {
            if (pairs.remove(this)) {
                near.close();
                far.close();
            }
        }

        private void toServer(Buffer bytes) {
            Trap armed = trap.get();
            String looked = watched;
            isWatched |= looked != null
                    && bytes.toString(StandardCharsets.ISO_8859_1).contains(looked);
            if (armed != null) {
                String seen = tail + bytes.toString(StandardCharsets.ISO_8859_1);
                isMarked |= seen.contains(armed.marker());
                if (isMarked && seen.contains(armed.pattern()) && trap.compareAndSet(armed, null)) {
                    caughtBy = armed;
                    if (!armed.forward()) {
                        spring();
                        return;
                    }
                }
                tail = seen.substring(Math.max(0, seen.length() - TAIL));
            }
            far.write(bytes);
        }

        private void toClient(Buffer bytes) {
            Trap armed = caughtBy;
            if (armed == null) {
                near.write(bytes);
            } else if (bytes.toString(StandardCharsets.ISO_8859_1).contains(armed.pattern())) {
                spring();
            }
        }

        private void spring() {
            close();
            sprung = true;
        }
    }
}
