package dev.stampede.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as it came over the wire.
 *
 * @param headers names in any case; the first value of each
 */
record RawAnswer(int status, Map<String, String> headers, String body) {
    private static final int LIMIT_MS = 15_000;

    /** Sends these bytes and reads until the server closes. */
    static RawAnswer to(int port, byte[] request) {
        StringBuilder text = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MS);
            write(socket, request);
            text.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("no answer: " + text, e);
        }
        return parse(text.toString());
    }

    /** A server that has seen enough may close while the rest is still being sent. */
    private static void write(Socket socket, byte[] request) throws IOException {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            return;
        }
    }

    private static RawAnswer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no whole answer: " + text);
        }
        List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int status = Integer.parseInt(lines.remove(0).split(" ", 3)[1]);
        lines.forEach(line -> headers.putIfAbsent(
                line.substring(0, line.indexOf(':')),
                line.substring(line.indexOf(':') + 1).strip()));
        return new RawAnswer(status, headers, text.substring(end + 4));
    }
}
