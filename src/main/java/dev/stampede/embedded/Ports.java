package dev.stampede.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Free ports of the loopback address, below the range from which the system gives ports to outgoing connections: a
 * client that dials a server which is just away must not get that server's port as its own.
 */
final class Ports {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 200;

    private final RandomGenerator random;

    Ports(RandomGenerator random) {
        this.random = random;
    }

    /** A port that nobody holds at this instant; somebody else may still take it first. */
    int free() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port on 127.0.0.1 from " + LOWEST + " to " + HIGHEST);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code 127.0.0.1}, whatever family the JVM prefers. */
    static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}
