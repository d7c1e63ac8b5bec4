package dev.stampede.feed;

import dev.stampede.http.TrustedProxies;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many sockets this node holds: at all, by address, by shopper, by formation. Each is taken before it is used, and given back once. */
public final class Places {
    static final int MOST_SOCKETS = 20_000;
    static final int MOST_AN_ADDRESS = 64;
    static final int MOST_A_SHOPPER = 5;

    private final TrustedProxies proxies;
    private final AtomicInteger sockets = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<String, Integer> byShopper = new ConcurrentHashMap<>();
    private final Map<String, Integer> byFormation = new ConcurrentHashMap<>();

    /** Places by the address of whoever connects, be it a proxy. */
    public Places() {
        this(new TrustedProxies(List.of()));
    }

    /** Places by the address that these proxies name. */
    public Places(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** Whose address counts for a socket: {@code forwardedFor} is what its handshake says of those before the last one. */
    String address(String remote, @Nullable String forwardedFor) {
        return proxies.client(remote, forwardedFor);
    }

    /** Takes a place for a socket from that address; false when there is none. Loopback is a proxy, and not counted. */
    boolean enter(String address) {
        if (sockets.incrementAndGet() > MOST_SOCKETS) {
            sockets.decrementAndGet();
            return false;
        }
        if (isLoopback(address) || take(byAddress, address, MOST_AN_ADDRESS)) {
            return true;
        }
        sockets.decrementAndGet();
        return false;
    }

    void leave(String address) {
        sockets.decrementAndGet();
        if (!isLoopback(address)) {
            give(byAddress, address);
        }
    }

    /** Takes one of the shopper's places; false when all are taken. */
    boolean enterAs(String shopperId) {
        return take(byShopper, shopperId, MOST_A_SHOPPER);
    }

    void leaveAs(String shopperId) {
        give(byShopper, shopperId);
    }

    /** A socket begins to listen to what happens in a topic. */
    void follow(Topic topic) {
        if (topic.sort() == Topic.Sort.FORMATION) {
            take(byFormation, topic.id(), Integer.MAX_VALUE);
        }
    }

    void unfollow(Topic topic) {
        if (topic.sort() == Topic.Sort.FORMATION) {
            give(byFormation, topic.id());
        }
    }

    public int sockets() {
        return sockets.get();
    }

    /** Everybody with a socket that knows them. */
    List<String> shoppers() {
        return List.copyOf(byShopper.keySet());
    }

    /** Every formation that some socket listens to. */
    List<String> formations() {
        return List.copyOf(byFormation.keySet());
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    private static boolean take(Map<String, Integer> counts, String key, int most) {
        boolean[] taken = {false};
        counts.compute(key, (same, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < most;
            return taken[0] ? Integer.valueOf(now + 1) : count;
        });
        return taken[0];
    }

    private static void give(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
