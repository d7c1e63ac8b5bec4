package dev.stampede.boot;

import dev.stampede.cluster.Cluster;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node stands among the others.
 *
 * @param roles what it does
 * @param cluster nothing when it stands alone
 */
record NodePlace(Vertx vertx, Set<NodeRole> roles, Optional<Cluster> cluster) {
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
