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

    /** The first {@code bits} of an address. */
    private record Network(byte[] address, int bits) {
        boolean holds(byte[] other) {
            int rest = address.length * BITS - bits;
            return other.length == address.length
                    && new BigInteger(1, other).shiftRight(rest).equals(new BigInteger(1, address).shiftRight(rest));
        }
    }

    /** @param networks addresses in digits, and networks such as {@code 10.0.0.0/8}; what is neither is left out */
    public TrustedProxies(List<String> networks) {
        this.networks = networks.stream().flatMap(text -> network(text).stream()).toList();
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
            if (bytes(before).isEmpty()) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return bytes(address)
                .filter(bytes -> networks.stream().anyMatch(network -> network.holds(bytes)))
                .isPresent();
    }

    private static Optional<Network> network(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return bytes(text).map(address -> new Network(address, address.length * BITS));
        }
        String bits = text.substring(slash + 1);
        return bytes(text.substring(0, slash))
                .filter(address -> bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= address.length * BITS)
                .map(address -> new Network(address, Integer.parseInt(bits)));
    }

    /** Only digits are read: a name from a header must never be looked up. */
    private static Optional<byte[]> bytes(String address) {
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(address));
    }
}
