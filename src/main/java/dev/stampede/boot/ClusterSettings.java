package dev.stampede.boot;

import java.util.List;

/**
 * How this node finds the others.
 *
 * @param members at least one
 * @param port this node's own, 1 to 65535
 * @param secret at least 16 characters, the same on all members
 */
public record ClusterSettings(List<Member> members, int port, Secret secret) {
    public ClusterSettings {
        members = List.copyOf(members);
    }

    /** A node by its address; the port is 1 to 65535. */
    public record Member(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
