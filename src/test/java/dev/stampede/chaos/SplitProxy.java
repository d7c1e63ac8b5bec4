package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between members, each of which has an address of its own on loopback: they reach each other only through here,
 * so that some can be kept from others. What is kept back waits, as behind a dead switch.
 */
final class SplitProxy {
    private final NetClient client;
    private final List<NetServer> doors = new ArrayList<>();
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private volatile Set<String> half = Set.of();

    private record Pair(String from, String to, NetSocket near, NetSocket far) {
        void close() {
            near.close();
            far.close();
        }
    }

    SplitProxy(Vertx vertx) {
        this.client = vertx.createNetClient();
    }

    /** Opens the way to a member; the port that leads to it, at the same address. */
    int leadTo(Vertx vertx, String address, int port) {
        NetServer door = vertx.createNetServer(new NetServerOptions().setHost(address));
        get(door.connectHandler(near -> {
                    near.pause();
                    client.connect(port, address)
                            .onSuccess(far -> join(new Pair(near.remoteAddress().host(), address, near, far)))
                            .onFailure(e -> near.close());
                })
                .listen(0));
        doors.add(door);
        return door.actualPort();
    }

    /** From now on the members at these addresses see only each other, and so do the rest. */
    void split(Set<String> addresses) {
        half = Set.copyOf(addresses);
        pairs.stream().filter(this::isSplit).forEach(pair -> {
            pair.near().pause();
            pair.far().pause();
        });
    }

    /** Everybody sees everybody. The connections that stood still are broken. */
    void heal() {
        List<Pair> still = pairs.stream().filter(this::isSplit).toList();
        half = Set.of();
        still.forEach(Pair::close);
    }

    private void join(Pair pair) {
        pairs.add(pair);
        pair.near().closeHandler(closed -> end(pair)).exceptionHandler(e -> end(pair));
        pair.far().closeHandler(closed -> end(pair)).exceptionHandler(e -> end(pair));
        pair.near().handler(bytes -> pair.far().write(bytes));
        pair.far().handler(bytes -> pair.near().write(bytes));
        if (isSplit(pair)) {
            pair.far().pause();
        } else {
            pair.near().resume();
        }
    }

    private void end(Pair pair) {
        if (pairs.remove(pair)) {
            pair.close();
        }
    }

    private boolean isSplit(Pair pair) {
        return half.contains(pair.from()) != half.contains(pair.to());
    }
}
