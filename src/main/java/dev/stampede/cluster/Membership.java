package dev.stampede.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One node's place in the cluster.
 *
 * @param members all of them as {@code host:port}
 * @param name this node's own entry among them; the same after each restart
 * @param address this node's own, which its two ports are bound to
 * @param port for membership; the bus has {@link #busPort}
 * @param secret shared by all members
 */
public record Membership(List<String> members, String name, InetAddress address, int port, ClusterSecret secret) {
    private static final int TO_THE_BUS = 100;
    private static final int HIGHEST = 65_535;

    public Membership {
        members = List.copyOf(members);
    }

    /** Finds this node among the members: by its port, and by an address that this machine has. Nothing when it is not there. */
    public static Optional<Membership> find(List<String> members, int port, String secret) {
        return members.stream()
                .filter(member -> member.endsWith(":" + port))
                .flatMap(member -> own(host(member))
                        .map(address -> new Membership(members, member, address, port, new ClusterSecret(secret)))
                        .stream())
                .findFirst();
    }

    /** Where the event bus listens: 100 above the other port, or below it when there is no room above. */
    public int busPort() {
        return port + TO_THE_BUS <= HIGHEST ? port + TO_THE_BUS : port - TO_THE_BUS;
    }

    @Override
    public String toString() {
        return "Membership[" + name + " of " + members + "]";
    }

    private static String host(String member) {
        return member.substring(0, member.lastIndexOf(':'));
    }

    /** A host that has no address now is another machine that is away. */
    private static Optional<InetAddress> own(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(Membership::isOfThisMachine)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Linux answers on all of 127.0.0.0/8, and names only one of them at its interface. */
    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
