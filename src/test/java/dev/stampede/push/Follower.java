package dev.stampede.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A push service that reads the log to a given number of events, by cursor or by stream. */
final class Follower {
    private static final int HANG_UP_AFTER = 1_111;

    private final LogServer server;
    private final int until;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<ObjectNode> seen = new ArrayList<>();
    private int streams;

    Follower(LogServer server, int until) {
        this.server = server;
        this.until = until;
    }

    List<ObjectNode> seen() {
        return seen;
    }

    /** How often it connected to the stream. */
    int streams() {
        return streams;
    }

    Follower byCursor() throws IOException, InterruptedException {
        String cursor = "0";
        while (seen.size() < until) {
            HttpResponse<String> answer = client.send(
                    server.to("/admin/v1/events?limit=777&after=" + cursor).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                continue;
            }
            ObjectNode page = Json.readOwn(answer.body());
            for (JsonNode item : page.path("items")) {
                seen.add((ObjectNode) item);
            }
            cursor = page.path("nextCursor").textValue();
        }
        return this;
    }

    /** Hangs up now and then, and comes back with the last id that it read whole. */
    Follower byStream() throws IOException, InterruptedException {
        String last = "0";
        while (seen.size() < until) {
            streams++;
            HttpResponse<InputStream> answer = client.send(
                    server.to("/admin/v1/events/stream")
                            .header("Last-Event-ID", last)
                            .build(),
                    BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                last = read(lines, last, Math.min(until, seen.size() + HANG_UP_AFTER));
            }
        }
        return this;
    }

    private String read(BufferedReader lines, String begin, int enough) throws IOException {
        String last = begin;
        String id = begin;
        while (seen.size() < enough) {
            String line = lines.readLine();
            if (line == null) {
                return last;
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                seen.add(Json.readOwn(line.substring(6)));
                last = id;
            }
        }
        return last;
    }
}
