import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A push service in one file: {@code PushService OPS_URL [--cursor FILE | --webhooks]}, with a token of the role push in
 * {@code PUSH_TOKEN}. It follows the engine's event log, or receives webhooks, and prints one line for each message that it
 * would broadcast.
 */
public final class PushService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration OLDEST_WEBHOOK = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final String operations;
    private final String token;

    /** The newest events by id: each comes at least once, and is broadcast once. */
    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private PushService(String operations, String token) {
        this.operations = operations;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        String token = System.getenv("PUSH_TOKEN");
        if (args.length == 0 || token == null) {
            System.err.println("PushService: give the operations server's URL, and a token in PUSH_TOKEN");
            System.exit(2);
        }
        PushService service = new PushService(args[0], token);
        if (args.length == 2 && args[1].equals("--webhooks")) {
            service.receive();
        } else {
            service.follow(args.length == 3 ? Path.of(args[2]) : Files.createTempFile("push-example", ".cursor"));
        }
    }

    // --- following the log

    /** Follows the log for ever. The cursor is kept after an event was handled: after a crash that event comes again. */
    private void follow(Path kept) throws InterruptedException {
        while (true) {
            try {
                stream(kept);
            } catch (IOException e) {
                System.err.println("PushService: " + e.getMessage() + "; trying again");
            }
            Thread.sleep(1_000);
        }
    }

    private void stream(Path kept) throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = http.send(
                ask("/admin/v1/events/stream").header("Last-Event-ID", cursor(kept)).build(),
                BodyHandlers.ofInputStream());
        if (stream.statusCode() != 200) {
            throw new IOException("the engine answered " + stream.statusCode());
        }
        say("following " + operations + " from " + cursor(kept));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String position = "0";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    position = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    handle(JSON.readTree(line.substring(6)));
                    keep(kept, position);
                }
            }
        }
        throw new IOException("the stream ended");
    }

    private static String cursor(Path kept) throws IOException {
        String text = Files.exists(kept) ? Files.readString(kept).strip() : "";
        return text.isEmpty() ? "0" : text;
    }

    private static void keep(Path kept, String position) throws IOException {
        Path fresh = kept.resolveSibling(kept.getFileName() + ".new");
        Files.writeString(fresh, position + "\n");
        Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    // --- receiving webhooks

    private void receive() throws IOException, InterruptedException {
        String[] secret = {""};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> answer(exchange, secret));
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        JsonNode webhook = post("/admin/v1/webhooks", "{\"url\":\"" + url + "\"}");
        synchronized (secret) {
            secret[0] = webhook.path("secret").textValue();
        }
        String one = "/admin/v1/webhooks/" + webhook.path("id").textValue();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(one)));
        say("receiving at " + url);
    }

    private void answer(HttpExchange exchange, String[] secret) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key;
            synchronized (secret) {
                key = secret[0];
            }
            boolean isGenuine = isGenuine(
                    key,
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body);
            if (isGenuine) {
                handle(JSON.readTree(body));
            } else {
                say("refused a request that is not signed with the secret");
            }
            exchange.sendResponseHeaders(isGenuine ? 204 : 401, -1);
        }
    }

    /** The check that Standard Webhooks asks for: fresh, and one of the signatures is ours. */
    static boolean isGenuine(String secret, String id, String timestamp, String signatures, byte[] body) {
        if (id == null || signatures == null || timestamp == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now());
        if (secret.isEmpty() || age.abs().compareTo(OLDEST_WEBHOOK) > 0) {
            return false;
        }
        byte[] expected = sign(secret, id + "." + timestamp + ".", body).getBytes(StandardCharsets.UTF_8);
        boolean isOurs = false;
        for (String signature : signatures.split(" ")) {
            isOurs |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        return isOurs;
    }

    private static String sign(String secret, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // --- what is broadcast

    private synchronized void handle(JsonNode event) throws IOException {
        if (seen.put(event.path("id").textValue(), true) != null) {
            return;
        }
        String type = event.path("type").textValue();
        JsonNode data = event.path("data");
        switch (type) {
            case "campaign.announced" -> say(message(event, "soon, at " + data.path("opensAt").textValue()));
            case "campaign.opened" -> say(message(event, "open now"));
            case "campaign.restocked" -> say(message(event, "back in stock"));
            case "campaign.ended" -> say("no more about " + event.path("campaignId").textValue());
            default -> {}
        }
    }

    /** Nobody is woken at night, and nobody is told that something begins which began long ago. */
    private String message(JsonNode event, String what) throws IOException {
        JsonNode data = event.path("data");
        String when = data.path("late").booleanValue()
                ? "not sent, too late"
                : data.path("quietHours").booleanValue() ? "kept for the morning" : "broadcast";
        return "%s to %s, %d asked to be told: %s %s, %s instead of %s -> %s (%s)"
                .formatted(
                        when,
                        audience(data.path("audience")),
                        reminders(event.path("campaignId").textValue()),
                        data.path("title").textValue(),
                        what,
                        yuan(data.path("priceFen").longValue()),
                        yuan(data.path("listPriceFen").longValue()),
                        data.path("path").textValue(),
                        event.path("type").textValue());
    }

    private static String audience(JsonNode audience) {
        String who = audience.path("newcomersOnly").booleanValue() ? "newcomers" : "everybody";
        return audience.path("tags").isEmpty() ? who : who + " of " + audience.path("tags");
    }

    private static String yuan(long fen) {
        return "¥%d.%02d".formatted(fen / 100, fen % 100);
    }

    /** How many shoppers asked; a real service would send to each, once. */
    private int reminders(String campaignId) throws IOException {
        int count = 0;
        String cursor = "";
        do {
            JsonNode page = get("/admin/v1/campaigns/" + campaignId + "/reminders?limit=100&cursor=" + cursor);
            count += page.path("items").size();
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return count;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    // --- talking to the engine

    private HttpRequest.Builder ask(String path) {
        return HttpRequest.newBuilder(URI.create(operations + path)).header("Authorization", "Bearer " + token);
    }

    private JsonNode get(String path) throws IOException {
        return send(ask(path).timeout(Duration.ofSeconds(10)).build());
    }

    private JsonNode post(String path, String body) throws IOException {
        return send(ask(path)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private void delete(String path) {
        try {
            send(ask(path).timeout(Duration.ofSeconds(3)).DELETE().build());
        } catch (IOException e) {
            System.err.println("PushService: could not delete the webhook: " + e.getMessage());
        }
    }

    private JsonNode send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException(request.uri() + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
