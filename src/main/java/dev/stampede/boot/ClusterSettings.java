package dev.stampede.boot;

import dev.stampede.cluster.Membership;
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

    /** This node's place among the members, or {@link CannotStart} when it is none of them. */
    Membership membership() {
        List<String> all = members.stream().map(Member::toString).toList();
        return Membership.find(all, port, secret.value())
                .orElseThrow(() -> new CannotStart(
                        ExitCode.USAGE,
                        "no member of " + Variable.CLUSTER.key() + " has an address of this machine and the port "
                                + port + "; list this node too, and name its port with "
                                + Variable.CLUSTER_PORT.key()));
    }

    /** A node by its address; the port is 1 to 65535. */
    public record Member(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
