package dev.stampede.participation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PurchaseIT {
    private static final String ONE = "{\"quantity\":1}";
    private static TestNode node;
    private static SaleClient client;
    private static Vertx vertx;
    private static Pool pool;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        client = node.client();
        vertx = Vertx.vertx();
        pool = PgPools.create(vertx, node.stores().postgresUrl());
    }

    @AfterAll
    static void stop() {
        pool.close();
        vertx.close();
        node.close();
    }

    @Test
    void a_crowd_gets_exactly_the_stock() {
        String sale = client.open(SaleClient.flashSale(50, 1, 600, ""));
        List<Answer> answers = all(
                IntStream.range(0, 400).mapToObj(i -> client.purchaseAsync(sale, "crowd" + i, "crowd-key-" + i, ONE)));
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(Answer::orderId))
                .hasSize(50)
                .doesNotHaveDuplicates();
        assertThat(answers.stream().filter(answer -> answer.status() != 201).map(Answer::code))
                .hasSize(350)
                .containsOnly("SOLD_OUT");
    }

    @Test
    void strangers_of_a_sold_out_sale_do_not_need_the_script_and_its_buyer_does() {
        String sale = client.open(SaleClient.flashSale(1, 1, 600, ""));
        assertThat(client.purchase(sale, "owner", "owner-key-1", ONE).status()).isEqualTo(201);
        Await.until("no script is asked", () -> {
            String before = batches();
            assertThat(client.purchase(sale, "stranger", "stranger-key", ONE).code())
                    .isEqualTo("SOLD_OUT");
            return batches().equals(before);
        });
        assertThat(client.purchase(sale, "owner", "owner-key-1", ONE).isReplay())
                .isTrue();
        assertThat(client.purchase(sale, "owner", "owner-key-2", ONE).code()).isEqualTo("LIMIT_REACHED");
        assertThat(client.operate(
                                "/admin/v1/campaigns/" + sale + "/stock",
                                "{\"sku\":\"eggs\",\"delta\":1,\"reason\":\"more\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.purchase(sale, "stranger", "stranger-key", ONE).status())
                .isEqualTo(201);
    }

    @Test
    void clicks_under_one_key_are_one_order() {
        String sale = client.open(SaleClient.flashSale(100, 1, 600, ""));
        List<Answer> answers = all(IntStream.range(0, 200)
                .mapToObj(i -> client.purchaseAsync(sale, "twice" + i % 20, "same-key-" + i % 20, ONE)));
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(Answer::orderId).distinct()).hasSize(20);
        assertThat(answers.stream().filter(answer -> !answer.isReplay())).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void a_greedy_shopper_stops_at_the_limit() {
        String sale = client.open(SaleClient.flashSale(100, 3, 600, ""));
        List<Answer> answers =
                all(IntStream.range(0, 40).mapToObj(i -> client.purchaseAsync(sale, "greedy", "greedy-key-" + i, ONE)));
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(3);
        assertThat(answers.stream().filter(answer -> answer.status() != 201).map(Answer::code))
                .containsOnly("LIMIT_REACHED");
    }

    @Test
    void another_body_under_the_same_key_is_a_mismatch() {
        String sale = client.open(SaleClient.flashSale(10, 3, 600, ""));
        assertThat(client.purchase(sale, "ann", "ann-key-1", ONE).status()).isEqualTo(201);
        assertThat(client.purchase(sale, "ann", "ann-key-1", "{\"quantity\":2}").code())
                .isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(client.purchase(
                                sale,
                                "ann",
                                "ann-key-1",
                                "{\"quantity\":1,\"sku\":\"eggs\",\"source\":{\"sharedBy\":\"bob\"}}")
                        .isReplay())
                .as("the offer filled in and the source left out are the same request")
                .isTrue();
        assertThat(client.purchase(sale, "ann", "ann-key-2", "{\"quantity\":4}").code())
                .isEqualTo("LIMIT_REACHED");
        assertThat(client.purchase(sale, "ann", "ann-key-2", "{\"quantity\":1,\"sku\":\"milk\"}")
                        .code())
                .isEqualTo("UNKNOWN_OFFER");
    }

    @Test
    void before_the_opening_nothing_sells_and_then_it_does() {
        Instant opensAt = Instant.now().plusMillis(1_500).truncatedTo(ChronoUnit.MILLIS);
        String sale = client.open(SaleClient.flashSale(10, 10, 600, "")
                .replaceFirst("\"opensAt\":\"[^\"]*\"", "\"opensAt\":\"" + opensAt + "\""));
        Answer early = client.purchase(sale, "early", "early-key-1", ONE);
        assertThat(early.code()).isEqualTo("NOT_STARTED");
        assertThat(Instant.parse(early.body().get("opensAt").asText())).isEqualTo(opensAt);
        Await.until(
                "the sale opens",
                Duration.ofSeconds(5),
                () -> client.purchase(sale, "early", "early-key-2", ONE).status() == 201);
        assertThat(Instant.now()).isAfterOrEqualTo(opensAt);
    }

    @Test
    void a_paused_sale_sells_nothing_and_an_ended_one_never_again() {
        String sale = client.open(SaleClient.flashSale(10, 10, 600, ""));
        assertThat(client.operate("/admin/v1/campaigns/" + sale + "/pause", "{\"reason\":\"rain\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.purchase(sale, "paul", "paul-key-1", ONE).code()).isEqualTo("PAUSED");
        assertThat(client.operate("/admin/v1/campaigns/" + sale + "/resume", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(client.purchase(sale, "paul", "paul-key-1", ONE).status()).isEqualTo(201);
        assertThat(client.operate("/admin/v1/campaigns/" + sale + "/end", "{}").status())
                .isEqualTo(200);
        assertThat(client.purchase(sale, "paul", "paul-key-2", ONE).code()).isEqualTo("ENDED");
        assertThat(client.purchase(sale, "paul", "paul-key-1", ONE).isReplay())
                .as("a replay is answered whatever happened to the campaign")
                .isTrue();
    }

    @Test
    void an_unpaid_order_gives_back_its_unit_and_its_place_in_the_limit() {
        String sale = client.open(SaleClient.flashSale(1, 1, 1, ""));
        String order = client.purchase(sale, "late", "late-key-1", ONE).orderId();
        assertThat(client.purchase(sale, "next", "next-key-1", ONE).code()).isEqualTo("SOLD_OUT");
        Await.until(
                "the unit comes back",
                Duration.ofSeconds(6),
                () -> client.purchase(sale, "next", "next-key-2", ONE).status() == 201);
        Answer expired = client.get("/v1/orders/" + order, "late");
        assertThat(expired.body().get("state").asText()).isEqualTo("expired");
        Answer replay = client.purchase(sale, "late", "late-key-1", ONE);
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.body().at("/order/state").asText()).isEqualTo("expired");
    }

    @Test
    void a_paid_order_is_settled_and_keeps_its_unit() {
        String sale = client.open(SaleClient.flashSale(1, 1, 1, ""));
        String order = client.purchase(sale, "payer", "payer-key-1", ONE).orderId();
        Answer intent = client.post("/v1/orders/" + order + "/pay", "payer", "payer-key-2", "{}");
        assertThat(intent.status()).isEqualTo(201);
        String notice = intent.body().at("/client/notify").toString();
        assertThat(client.post("/v1/payments/simulated/notify", "payer", "payer-key-3", notice)
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/v1/orders/" + order, "payer")
                        .body()
                        .get("state")
                        .asText())
                .isEqualTo("settled");
        assertThat(client.purchase(sale, "other", "other-key-1", ONE).code()).isEqualTo("SOLD_OUT");
    }

    @Test
    void reserved_answers_before_the_row_and_the_row_follows() {
        String sale = client.open(SaleClient.flashSale(5, 5, 600, "\"ack\":\"reserved\","));
        Answer reserved = client.purchase(sale, "quick", "quick-key-1", ONE);
        assertThat(reserved.status()).isEqualTo(202);
        assertThat(reserved.body().at("/order").has("payBy")).isFalse();
        Await.until(
                "the row is there",
                Duration.ofSeconds(5),
                () -> client.get("/v1/orders/" + reserved.orderId(), "quick").status() == 200);
    }

    @Test
    void who_is_not_in_the_audience_may_not() {
        String sale = client.open(SaleClient.flashSale(5, 5, 600, "\"audience\":{\"tags\":[\"vip\"]},"));
        assertThat(client.purchase(sale, "anyone", "any-key-11", ONE).status()).isEqualTo(403);
    }

    @Test
    void what_settles_into_a_cancelled_campaign_is_void_for_good() {
        String sale = client.open(SaleClient.flashSale(5, 5, 600, ""));
        run("UPDATE campaign SET state = 'cancelled' WHERE id = '" + sale + "'");
        assertThat(client.purchase(sale, "void", "void-key-1", ONE).code()).isEqualTo("ENDED");
        assertThat(client.purchase(sale, "void", "void-key-1", ONE).code()).isEqualTo("ENDED");
        assertThat(count("SELECT count(*) FROM orders WHERE campaign_id = '" + sale + "' AND state = 'cancelled'"))
                .isEqualTo(1);
        Await.until(
                "the unit goes back",
                Duration.ofSeconds(5),
                () -> count("SELECT count(*) FROM release WHERE campaign_id = '" + sale + "' AND done_at IS NOT NULL")
                        == 1);
    }

    @Test
    void a_reload_keeps_every_promise() {
        String sale = client.open(SaleClient.flashSale(3, 1, 600, ""));
        String order = client.purchase(sale, "keeper", "keeper-key-1", ONE).orderId();
        run("INSERT INTO reload_wanted (campaign_id, reason) VALUES ('" + sale + "', 'a test')");
        Await.until(
                "it is loaded anew",
                Duration.ofSeconds(5),
                () -> count("SELECT count(*) FROM reload_wanted WHERE campaign_id = '" + sale + "'") == 0);
        assertThat(client.purchase(sale, "keeper", "keeper-key-1", ONE).orderId())
                .isEqualTo(order);
        assertThat(client.purchase(sale, "keeper", "keeper-key-2", ONE).code()).isEqualTo("LIMIT_REACHED");
        assertThat(client.purchase(sale, "one", "one-key-111", ONE).status()).isEqualTo(201);
        assertThat(client.purchase(sale, "two", "two-key-111", ONE).status()).isEqualTo(201);
        assertThat(client.purchase(sale, "three", "three-key-1", ONE).code()).isEqualTo("SOLD_OUT");
    }

    private static List<Answer> all(Stream<CompletableFuture<Answer>> requests) {
        List<CompletableFuture<Answer>> sent = requests.toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static String batches() {
        return client.text("/metrics")
                .lines()
                .filter(line -> line.startsWith("stampede_batch_size_count"))
                .findFirst()
                .orElseThrow();
    }

    private static void run(String sql) {
        await(pool.query(sql).execute());
    }

    private static long count(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
