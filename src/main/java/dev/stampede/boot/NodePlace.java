package dev.stampede.boot;

import dev.stampede.cluster.BusWatchdog;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node stands among the others.
 *
 * @param roles what it does
 * @param watchdog at work since it joined the others; nothing when it stands alone
 */
record NodePlace(Vertx vertx, Set<NodeRole> roles, Optional<BusWatchdog> watchdog) {
    NodePlace {
        roles = Set.copyOf(roles);
    }

    /** A node that does everything and knows of no other. */
    static NodePlace alone(Vertx vertx) {
        return new NodePlace(vertx, EnumSet.allOf(NodeRole.class), Optional.empty());
    }

    boolean does(NodeRole role) {
        return roles.contains(role);
    }
}
