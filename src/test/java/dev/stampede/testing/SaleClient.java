package dev.stampede.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stampede.boot.Ports;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A shopper's and an operator's HTTP client, in the words of the contract. */
public final class SaleClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor LATER = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    private static final JsonNode NOTHING = JSON.createObjectNode();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String shop;
    private final String operations;
    private final JwtTokens tokens;

    /** An answer: its status, its code when it is a problem, its body. */
    public record Answer(int status, String code, JsonNode body, boolean isReplay) {
        /** The id of the order in it. */
        public String orderId() {
            return body.at("/order/id").asText();
        }
    }

    /** A client of the node with these ports, which has that secret. */
    public static SaleClient of(Ports ports, String secret) {
        return new SaleClient(ports.http(), ports.ops(), secret);
    }

    SaleClient(int httpPort, int opsPort, String secret) {
        this.shop = "http://127.0.0.1:" + httpPort;
        this.operations = "http://127.0.0.1:" + opsPort;
        this.tokens = new JwtTokens(Vertx.vertx(), List.of(secret), InstantSource.system());
    }

    /** Creates, submits and approves a campaign, and waits until Redis has it; {@code members} are those of the body. */
    public String open(String members) {
        Answer created = operate("/admin/v1/campaigns", members);
        if (created.status() != 201) {
            throw new AssertionError("not created: " + created);
        }
        String id = created.body().get("id").asText();
        operate("/admin/v1/campaigns/" + id + "/submit", "{}");
        Answer approved = operate("/admin/v1/campaigns/" + id + "/approve", "{}");
        if (approved.status() != 200) {
            throw new AssertionError("not approved: " + approved);
        }
        return id;
    }

    /** The members of a flash sale of one offer that is open now; {@code more} goes before them and wins nothing. */
    public static String flashSale(int stock, int perShopper, int payWithinSeconds, String more) {
        return flashSale(Instant.now().minusSeconds(60), stock, perShopper, payWithinSeconds, more);
    }

    /** The same of one that opens then, to the millisecond, and closes in an hour from now. */
    public static String flashSale(Instant opensAt, int stock, int perShopper, int payWithinSeconds, String more) {
        return """
                {"kind":"flash_sale","title":"鸡蛋","copy":"一箱","opensAt":"%s","closesAt":"%s","payWithinSeconds":%d,
                 "perShopperLimit":%d,"perOrderLimit":%d,%s
                 "offers":[{"sku":"eggs","name":"鸡蛋","priceFen":990,"listPriceFen":1990,"allocation":%d}]}
                """.formatted(
                        millis(opensAt),
                        millis(Instant.now().plusSeconds(3_600)),
                        payWithinSeconds,
                        perShopper,
                        perShopper,
                        more,
                        stock);
    }

    public Answer purchase(String campaign, String shopper, String key, String body) {
        return purchaseAsync(campaign, shopper, key, body).join();
    }

    /** Buys as the contract tells clients to: what is answered 503 is sent again with the same key, for 20 s at most. */
    public CompletableFuture<Answer> purchaseAsync(String campaign, String shopper, String key, String body) {
        return purchase(campaign, shopper, key, body, Instant.now().plusSeconds(20));
    }

    private CompletableFuture<Answer> purchase(
            String campaign, String shopper, String key, String body, Instant giveUpAt) {
        return purchaseOnce(campaign, shopper, key, body)
                .thenCompose(answer -> answer.status() == 503 && Instant.now().isBefore(giveUpAt)
                        ? CompletableFuture.supplyAsync(() -> answer, LATER)
                                .thenCompose(again -> purchase(campaign, shopper, key, body, giveUpAt))
                        : CompletableFuture.completedFuture(answer));
    }

    /** One request, whatever it is answered. */
    public CompletableFuture<Answer> purchaseOnce(String campaign, String shopper, String key, String body) {
        return send(HttpRequest.newBuilder(URI.create(shop + "/v1/campaigns/" + campaign + "/actions/purchase"))
                .header("Authorization", "Bearer " + shopperToken(shopper))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** A shopper's POST with a key. */
    public Answer post(String path, String shopper, String key, String body) {
        return send(HttpRequest.newBuilder(URI.create(shop + path))
                        .header("Authorization", "Bearer " + shopperToken(shopper))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .join();
    }

    public Answer get(String path, String shopper) {
        return send(HttpRequest.newBuilder(URI.create(shop + path))
                        .header("Authorization", "Bearer " + shopperToken(shopper))
                        .build())
                .join();
    }

    /** An operator's POST, by somebody with every role. */
    public Answer operate(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(operations + path))
                        .header("Authorization", "Bearer " + operatorToken())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .join();
    }

    /** An operator's PATCH of what is there now. */
    public Answer patch(String path, String body) {
        HttpResponse<byte[]> read = http.sendAsync(
                        HttpRequest.newBuilder(URI.create(operations + path))
                                .header("Authorization", "Bearer " + operatorToken())
                                .build(),
                        BodyHandlers.ofByteArray())
                .join();
        return send(HttpRequest.newBuilder(URI.create(operations + path))
                        .header("Authorization", "Bearer " + operatorToken())
                        .header("Content-Type", "application/json")
                        .header("If-Match", read.headers().firstValue("ETag").orElseThrow())
                        .method("PATCH", BodyPublishers.ofString(body))
                        .build())
                .join();
    }

    /** What the operations server answers to anybody, as text. */
    public String text(String path) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create(operations + path)).build(), BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .join();
    }

    public Answer look(String path) {
        return send(HttpRequest.newBuilder(URI.create(operations + path))
                        .header("Authorization", "Bearer " + operatorToken())
                        .build())
                .join();
    }

    /** What a shopper authenticates with. */
    public String token(String shopper) {
        return shopperToken(shopper);
    }

    private String shopperToken(String shopper) {
        return tokens.sign(Realm.SHOPPER, shopper, Set.of(), Set.of(), Duration.ofHours(1));
    }

    private String operatorToken() {
        return tokens.sign(Realm.OPERATIONS, "boss", Set.of(Role.values()), Set.of(), Duration.ofHours(1));
    }

    private CompletableFuture<Answer> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(SaleClient::read);
    }

    private static Answer read(HttpResponse<byte[]> response) {
        try {
            JsonNode body = response.body().length == 0 ? NOTHING : JSON.readTree(response.body());
            return new Answer(
                    response.statusCode(),
                    body.path("code").asText(""),
                    body,
                    response.headers().firstValue("Idempotency-Replayed").isPresent());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + response, e);
        }
    }

    private static Instant millis(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
