import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The requests of requests.lua, encoded beforehand, with the same names and in the same order. */
final class Requests {
    private static final String DIGITS = "00000000";
    private static final int LONGEST = 4_096;

    private final List<byte[]> heads = new ArrayList<>();
    private final List<byte[]> tails = new ArrayList<>();
    private int sent;

    /** What the driver of that place out of so many sends. */
    Requests(Map<String, String> given, int place, int drivers) throws IOException {
        String body = given.get("body");
        for (String token : lines(given.get("tokens"), place, drivers)) {
            heads.add(bytes((body == null ? "GET " : "POST ") + given.get("path")
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\nIdempotency-Key: "
                    + given.get("salt") + "-" + place + "-" + DIGITS));
        }
        String formations = given.get("formations");
        for (String id : formations == null ? List.of("") : lines(formations, (place + 1) % drivers, drivers)) {
            String text = body == null ? "" : body.replace("%s", id);
            tails.add(bytes(body == null ? "\r\n\r\n" : "\r\nContent-Type: application/json\r\nContent-Length: "
                    + text.length() + "\r\n\r\n" + text));
        }
        sent = Integer.parseInt(given.getOrDefault("start", "0"));
    }

    /** The names and values of a command line of NAME=VALUE. */
    static Map<String, String> given(String[] args) {
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            given.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        return given;
    }

    byte[] next() {
        ByteBuffer request = ByteBuffer.allocate(LONGEST);
        next(request);
        return Arrays.copyOf(request.array(), request.position());
    }

    /** Puts the next one behind what there is. */
    void next(ByteBuffer request) {
        int n = sent++;
        request.put(heads.get(n % heads.size()));
        int at = request.position();
        request.put(tails.get((n + n / tails.size()) % tails.size()));
        for (; n > 0; n /= 10) {
            request.put(--at, (byte) ('0' + n % 10));
        }
    }

    /** How many were made, those before this run included. */
    int sent() {
        return sent;
    }

    private static List<String> lines(String file, int first, int step) throws IOException {
        List<String> all = Files.readAllLines(Path.of(file));
        List<String> mine = new ArrayList<>();
        for (int i = first; i < all.size(); i += step) {
            mine.add(all.get(i));
        }
        return mine;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
