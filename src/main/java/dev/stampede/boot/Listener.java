package dev.stampede.boot;

import java.util.Set;

/**
 * Where a server listens.
 *
 * @param port 0 takes any free one
 */
public record Listener(String host, int port) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

    /** Whether the two can't listen at the same time. */
    boolean clashesWith(Listener other) {
        boolean sameHost = host.equals(other.host) || EVERYWHERE.contains(host) || EVERYWHERE.contains(other.host);
        return port > 0 && port == other.port && sameHost;
    }
}
