import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The operator's side of the engine, and what its process and its metrics tell. */
final class Operations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String token;
    private final Path status;

    Operations(String url, String token, String pid) {
        this.url = url;
        this.token = token;
        this.status = Path.of("/proc", pid, "status");
    }

    /** An approved sale of twenty offers with a long text, so that a snapshot is a few kilobytes; its id. */
    String sale(Instant opensAt) throws IOException, InterruptedException {
        StringBuilder offers = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            offers.append(i == 0 ? "" : ",").append("""
                    {"sku":"item-%d","name":"Item of the opening","priceFen":990,"listPriceFen":1990,"allocation":10000000}"""
                    .formatted(i));
        }
        String id = post("/admin/v1/campaigns", """
                {"kind":"flash_sale","title":"Opening","copy":"%s","offers":[%s],"opensAt":"%s","closesAt":"%s",
                 "payWithinSeconds":900,"perShopperLimit":1000,"perOrderLimit":1000}""".formatted(
                        "Everything must go. ".repeat(25).trim(), offers, text(opensAt), text(opensAt.plusSeconds(3_600))))
                .path("id")
                .asText();
        post("/admin/v1/campaigns/" + id + "/submit", "{}");
        post("/admin/v1/campaigns/" + id + "/approve", "{}");
        return id;
    }

    boolean isAuditOk() throws IOException, InterruptedException {
        return JSON.readTree(send(request("/admin/v1/audit").GET())).path("ok").asBoolean();
    }

    /** Everything on the page of metrics. */
    Metrics metrics() throws IOException, InterruptedException {
        return new Metrics(send(request("/metrics").GET()));
    }

    record Metrics(String page) {
        /** The sum of all samples with this beginning of a line. */
        double sum(String name) {
            return page.lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** Megabytes of memory that the process has now, or 0 where there is no /proc. */
    long megabytes() throws IOException {
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .sum();
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.build().uri() + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString().replaceFirst("(:\\d\\d)Z$", "$1.000Z");
    }
}
