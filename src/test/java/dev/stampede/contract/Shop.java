package dev.stampede.contract;

import dev.stampede.boot.NodeUnderTest;
import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.identity.Role;
import dev.stampede.json.Times;
import dev.stampede.money.Money;
import dev.stampede.order.SimulatedPayments;
import dev.stampede.testing.TestStores;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A node on stores of its own, so that each of its lists holds what these tests made, and the people who use it. The tests
 * of this room share one.
 */
final class Shop {
    private static final String SECRET = "a secret of the contract's tests only";

    private final Contract contract = Contract.shipped();
    private final AtomicInteger keys = new AtomicInteger();
    private final SimulatedPayments payments = new SimulatedPayments(List.of(SECRET));
    private final EmbeddedStores stores;
    private final NodeUnderTest node;
    private final JwtTokens tokens;
    private final ContractClient client;
    private final Set<String> publicRoutes;
    private final Set<String> operationsRoutes;

    private Shop(Path data) {
        stores = TestStores.fresh(data);
        try {
            node = NodeUnderTest.start(
                    stores.redisUrl(),
                    stores.postgresUrl(),
                    SECRET,
                    Map.of(
                            "STAMPEDE_DEMO_LOGIN", "true",
                            "STAMPEDE_CORS_ORIGINS", "https://shop.example",
                            "STAMPEDE_WEBHOOK_HOSTS", "127.0.0.1"));
        } catch (RuntimeException | AssertionError e) {
            stores.close();
            throw e;
        }
        tokens = new JwtTokens(node.vertx(), List.of(SECRET), InstantSource.system());
        client = new ContractClient(contract, node.httpPort(), node.opsPort());
        publicRoutes = node.publicRoutes();
        operationsRoutes = node.operationsRoutes();
    }

    static Shop shared() {
        return Shared.SHOP;
    }

    Contract contract() {
        return contract;
    }

    NodeUnderTest node() {
        return node;
    }

    /** What one server has, such as <code>GET /v1/orders/{}</code>. */
    Set<String> routes(boolean onOperationsServer) {
        return onOperationsServer ? operationsRoutes : publicRoutes;
    }

    ContractClient client() {
        return client;
    }

    ContractClient.Ask ask(String operationId) {
        return client.ask(operationId);
    }

    /** The word of an operator with one role; the name is the role's. */
    String operator(String role) {
        return operator(role, role);
    }

    String operator(String name, String role) {
        return tokens.sign(
                Realm.OPERATIONS, name, Set.of(Role.valueOf(role.toUpperCase(Locale.ROOT))), Set.of(), day());
    }

    String shopper(String name, String... tags) {
        return tokens.sign(Realm.SHOPPER, name, Set.of(), Set.of(tags), day());
    }

    /** An {@code Idempotency-Key} that was not used before. */
    String key() {
        return "contract-" + keys.incrementAndGet();
    }

    /** The contract's own example of a new campaign, open since a minute, for an hour. */
    JsonObject draft() {
        Instant now = Instant.now();
        JsonObject draft = contract.schema("NewCampaign")
                .getJsonArray("examples")
                .getJsonObject(0)
                .copy();
        draft.remove("announceAt");
        return draft.put("opensAt", Times.write(now.minusSeconds(60)))
                .put("closesAt", Times.write(now.plusSeconds(3_600)))
                .put("rules", new JsonObject());
    }

    /** The id of a draft. */
    String drafted(JsonObject draft) {
        return ask("createCampaign")
                .token(operator("operator"))
                .body(draft)
                .expect(201)
                .json()
                .getString("id");
    }

    /** The id of a campaign in review. */
    String submitted(JsonObject draft) {
        String id = drafted(draft);
        ask("submitCampaign").id(id).token(operator("operator")).expect(200);
        return id;
    }

    /** The id of a campaign that was approved. */
    String approved(JsonObject draft) {
        String id = submitted(draft);
        ask("approveCampaign").id(id).token(operator("reviewer")).expect(200);
        return id;
    }

    String approved(UnaryOperator<JsonObject> change) {
        return approved(change.apply(draft()));
    }

    /** One unit of the campaign's tea, asked for by a shopper. */
    ContractClient.Ask purchase(String campaignId, String shopper) {
        return ask("purchase")
                .id(campaignId)
                .token(shopper(shopper))
                .key(key())
                .body(new JsonObject().put("sku", "tea").put("quantity", 1));
    }

    /** The id of a held order. */
    String held(String campaignId, String shopper) {
        return purchase(campaignId, shopper)
                .expect(201)
                .json()
                .getJsonObject("order")
                .getString("id");
    }

    /** The id of an order of one unit of tea that was paid. */
    String sold(String campaignId, String shopper) {
        String order = held(campaignId, shopper);
        ask("notifySimulatedPayment").body(notice(order, "tx-" + order, 9_900)).expect(200);
        return order;
    }

    /** Units added to the campaign's tea, or taken out. */
    ContractClient.Ask changeStock(String campaignId, int delta) {
        return ask("changeStock")
                .id(campaignId)
                .token(operator("operator"))
                .body(new JsonObject().put("sku", "tea").put("delta", delta).put("reason", "盘点"));
    }

    /** A genuine notice of the simulated provider. */
    JsonObject notice(String orderId, String transactionId, long amountFen) {
        return new JsonObject()
                .put("orderId", orderId)
                .put("transactionId", transactionId)
                .put("amountFen", amountFen)
                .put("signature", payments.sign(orderId, transactionId, Money.ofFen(amountFen)));
    }

    /** Redis answers nobody for so long. */
    void silenceRedis(Duration time) {
        URI url = URI.create(stores.redisUrl());
        String commands =
                "AUTH " + url.getUserInfo().substring(1) + "\r\nCLIENT PAUSE " + time.toMillis() + " ALL\r\nQUIT\r\n";
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            byte[] answers = socket.getInputStream().readNBytes(10);
            if (!new String(answers, StandardCharsets.US_ASCII).equals("+OK\r\n+OK\r\n")) {
                throw new AssertionError("Redis does not pause");
            }
        } catch (IOException e) {
            throw new AssertionError("Redis can't be asked to pause", e);
        }
    }

    private void close() {
        try {
            node.close();
        } finally {
            stores.close();
        }
    }

    private static Duration day() {
        return Duration.ofDays(1);
    }

    private static final class Shared {
        private static final Shop SHOP = open();

        private static Shop open() {
            String process = Long.toString(ProcessHandle.current().pid());
            Path data = Path.of("target", "stores", "contract-" + process).toAbsolutePath();
            TestStores.delete(data);
            Shop shop = new Shop(data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                shop.close();
                TestStores.delete(data);
            }));
            return shop;
        }
    }
}
