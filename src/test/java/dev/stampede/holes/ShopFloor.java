package dev.stampede.holes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One node, and the people who try things there. */
final class ShopFloor implements AutoCloseable {
    static final String ONE = "{\"quantity\":1}";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestNode node = TestNode.start();
    private final AtomicInteger keys = new AtomicInteger();

    final SaleClient client = node.client();

    TestNode node() {
        return node;
    }

    /** A key that nobody used. */
    String key() {
        return "hole-key-" + keys.incrementAndGet();
    }

    String open(int stock, int perShopper) {
        return client.open(SaleClient.flashSale(stock, perShopper, 600, ""));
    }

    Answer buy(String sale, String shopper) {
        return buy(sale, shopper, 1);
    }

    Answer buy(String sale, String shopper, int units) {
        return client.purchase(sale, shopper, key(), "{\"quantity\":" + units + "}");
    }

    /** All of them at once. */
    List<Answer> together(int times, IntFunction<CompletableFuture<Answer>> ask) {
        return IntStream.range(0, times).mapToObj(ask).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** The same with calls that wait, on a thread each. */
    List<Answer> atOnce(int times, IntFunction<Answer> ask) {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            return together(times, i -> CompletableFuture.supplyAsync(() -> ask.apply(i), threads));
        } finally {
            threads.shutdown();
        }
    }

    Answer pay(String shopper, String order) {
        return client.post("/v1/orders/" + order + "/pay", shopper, "pay-" + order, "{}");
    }

    /** What the provider would send for the intent. */
    static String notice(Answer intent) {
        return intent.body().at("/client/notify").toString();
    }

    Answer tell(String notice) {
        return client.post("/v1/payments/simulated/notify", "bank", key(), notice);
    }

    String state(String shopper, String order) {
        return client.get("/v1/orders/" + order, shopper).body().path("state").asText();
    }

    void awaitState(String shopper, String order, String state) {
        Await.until(order + " is " + state, SOON, () -> state(shopper, order).equals(state));
    }

    /** What the shop window says is left. */
    long left(String sale) {
        return client.get("/v1/campaigns/" + sale, "window-shopper")
                .body()
                .at("/offers/0/left")
                .asLong(-1);
    }

    void awaitLeft(String sale, long units) {
        Await.until(units + " are left", SOON, () -> left(sale) == units);
    }

    /** An operator's edit of what there is now. */
    static void edited(SaleClient client, String sale, String patch) {
        assertThat(client.patch("/admin/v1/campaigns/" + sale, patch).status()).isEqualTo(200);
    }

    /** Every invariant holds. */
    void check() {
        Answer audit = client.look("/admin/v1/audit");
        assertThat(audit.body().path("ok").asBoolean())
                .as(audit.body().toPrettyString())
                .isTrue();
    }

    @Override
    public void close() {
        node.close();
    }
}
