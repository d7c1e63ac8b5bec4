package dev.stampede.http;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The proxies whose word about a client's address is believed. What anybody else says about it is not looked at. */
public final class TrustedProxies {
    private static final int BITS = 8;

    private final List<Network> networks;

    /** An address as a number of so many bits. */
    private record Address(BigInteger number, int size) {}

    /** The first {@code bits} of an address. */
    private record Network(Address address, int bits) {
        boolean holds(Address other) {
            int rest = address.size() - bits;
            return other.size() == address.size()
                    && other.number().shiftRight(rest).equals(address.number().shiftRight(rest));
        }
    }

    /** @param networks addresses in digits, and networks such as {@code 10.0.0.0/8}; what is neither is left out */
    public TrustedProxies(List<String> networks) {
        this.networks =
                networks.stream().flatMap(text -> network(text).stream()).toList();
    }

    /** Whether it is an address in digits, or a network. */
    public static boolean isNetwork(String text) {
        return network(text).isPresent();
    }

    /**
     * Where a request comes from: the last address of the list, from behind, that is no proxy of ours.
     *
     * @param remote who sent it here
     * @param forwardedFor the header {@code X-Forwarded-For}, to which each proxy adds whom it got the request from
     */
    public String client(String remote, @Nullable String forwardedFor) {
        if (forwardedFor == null || networks.isEmpty()) {
            return remote;
        }
        String client = remote;
        List<String> named = Arrays.asList(forwardedFor.split(",", -1));
        for (int last = named.size() - 1; last >= 0 && isTrusted(client); last--) {
            String before = named.get(last).strip();
            if (address(before).isEmpty()) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private boolean isTrusted(String text) {
        return address(text)
                .filter(address -> networks.stream().anyMatch(network -> network.holds(address)))
                .isPresent();
    }

    private static Optional<Network> network(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return address(text).map(address -> new Network(address, address.size()));
        }
        String bits = text.substring(slash + 1);
        return address(text.substring(0, slash))
                .filter(address -> bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= address.size())
                .map(address -> new Network(address, Integer.parseInt(bits)));
    }

    /** Only digits are read: a name from a header must never be looked up. */
    private static Optional<Address> address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        return bytes == null
                ? Optional.empty()
                : Optional.of(new Address(new BigInteger(1, bytes), bytes.length * BITS));
    }
}
