package dev.stampede.participation;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.boot.LocalNode;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A campaign with nothing left, asked through two nodes: who is refused without the script, and who never is. */
@Tag("long")
class SoldOutIT {
    private static final String ONE = "{\"quantity\":1}";
    private static final int STRANGERS = 40;
    private static final int ROUNDS = 12;
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static TestNode node;
    private static LocalNode second;
    private static SaleClient here;
    private static SaleClient there;
    private static Vertx vertx;
    private static Pool pool;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        second = node.another();
        here = node.client();
        there = SaleClient.of(second.ports(), TestNode.SECRET);
        vertx = Vertx.vertx();
        pool = PgPools.create(vertx, node.stores().postgresUrl());
    }

    @AfterAll
    static void stop() {
        pool.close();
        vertx.close();
        second.close();
        node.close();
    }

    @Test
    void strangers_are_refused_without_the_script_and_buyers_are_told_what_they_have() {
        String sale = soldOut(3);
        assertThat(takesOf(here, sale)).as("takes that a script saw").isZero();

        Answer replay = here.purchase(sale, "buyer-0", "buyer-key-0", ONE);
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.isReplay()).isTrue();
        assertThat(here.purchase(sale, "buyer-1", "buyer-key-1", "{\"quantity\":2}")
                        .code())
                .isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(here.purchase(sale, "buyer-2", "another-key-2", ONE).code()).isEqualTo("LIMIT_REACHED");
        assertThat(here.purchase(sale, "sam", "greedy-key-1", "{\"quantity\":2}")
                        .code())
                .isEqualTo("LIMIT_REACHED");
    }

    @Test
    void a_unit_that_came_back_is_sold_and_its_buyers_repeat_is_a_replay_on_every_node() {
        String sale = soldOut(1);
        String owner = "buyer-0";
        String order = here.purchase(sale, owner, "buyer-key-0", ONE).orderId();
        for (int round = 0; round < ROUNDS; round++) {
            awaitShortCut(here, sale);
            SaleClient seller = round % 3 == 0 ? here : there;
            assertThat(there.post("/v1/orders/" + order + "/cancel", owner, "cancel-key-" + round, "{}")
                            .status())
                    .isEqualTo(200);
            String next = "heir-" + round;
            String key = "heir-key-" + round;
            Await.until(
                    "the unit is sold again",
                    Duration.ofSeconds(5),
                    () -> seller.purchase(sale, next, key, ONE).status() == 201);
            Answer repeat = here.purchase(sale, next, key, ONE);
            assertThat(repeat.status() + " " + repeat.code()).isEqualTo("201 ");
            assertThat(repeat.isReplay()).isTrue();
            assertThat(here.purchase(sale, owner, "again-key-" + round, ONE).code())
                    .isEqualTo("SOLD_OUT");
            owner = next;
            order = repeat.orderId();
        }
    }

    @Test
    void a_gate_that_closes_and_stock_that_is_added_are_seen_by_the_next_request() {
        String sale = soldOut(1);
        operate(sale, "pause", "{\"reason\":\"rain\"}");
        assertThat(stranger(there, sale).code()).isEqualTo("PAUSED");
        assertThat(stranger(here, sale).code()).isEqualTo("PAUSED");
        operate(sale, "resume", "{}");
        awaitShortCut(here, sale);
        operate(sale, "stock", "{\"sku\":\"eggs\",\"delta\":1,\"reason\":\"more\"}");
        assertThat(stranger(here, sale).status()).isEqualTo(201);
        awaitShortCut(here, sale);
        operate(sale, "end", "{}");
        assertThat(stranger(here, sale).code()).isEqualTo("ENDED");
    }

    @Test
    void after_its_last_instant_a_sold_out_sale_is_ended() {
        Instant closesAt = Instant.now().plusMillis(2_500).truncatedTo(ChronoUnit.MILLIS);
        String sale = soldOut(
                1,
                SaleClient.flashSale(1, 1, 600, "")
                        .replaceFirst("\"closesAt\":\"[^\"]*\"", "\"closesAt\":\"" + closesAt + "\""));
        Await.until("it closes", SOON, () -> Instant.now().isAfter(closesAt));
        assertThat(stranger(here, sale).code()).isEqualTo("ENDED");
    }

    @Test
    void who_gave_a_unit_back_before_a_reload_is_remembered_after_it() {
        String sale = soldOut(1);
        String order = here.purchase(sale, "buyer-0", "buyer-key-0", ONE).orderId();
        here.post("/v1/orders/" + order + "/cancel", "buyer-0", "give-key-0", "{}");
        Await.until("it is sold again", SOON, () -> stranger(here, sale).status() == 201);
        awaitShortCut(here, sale);
        run("INSERT INTO reload_wanted (campaign_id, reason) VALUES ('" + sale + "', 'a test')");
        Await.until(
                "it is loaded anew",
                SOON,
                () -> count("SELECT count(*) FROM reload_wanted WHERE campaign_id = '" + sale + "'") == 0);
        assertThat(stranger(here, sale).code()).isEqualTo("SOLD_OUT");
        awaitShortCut(here, sale);
        Answer repeat = here.purchase(sale, "buyer-0", "buyer-key-0", ONE);
        assertThat(repeat.status() + " " + repeat.orderId()).isEqualTo("201 " + order);
        assertThat(repeat.isReplay()).isTrue();
    }

    /** A sale whose units {@code buyer-0} and following have under {@code buyer-key-0} and following, and both nodes know it. */
    private static String soldOut(int stock) {
        return soldOut(stock, SaleClient.flashSale(stock, 1, 600, ""));
    }

    private static String soldOut(int stock, String members) {
        String sale = here.open(members);
        for (int i = 0; i < stock; i++) {
            assertThat(here.purchase(sale, "buyer-" + i, "buyer-key-" + i, ONE).status())
                    .isEqualTo(201);
        }
        awaitShortCut(here, sale);
        awaitShortCut(there, sale);
        return sale;
    }

    private static void awaitShortCut(SaleClient client, String sale) {
        Await.until("no script is asked", SOON, () -> takesOf(client, sale) == 0);
    }

    /** How many of some strangers' requests went through a script of that node. */
    private static long takesOf(SaleClient client, String sale) {
        long before = taken(client);
        List<CompletableFuture<Answer>> sent = IntStream.range(0, STRANGERS)
                .mapToObj(i -> {
                    int one = NEXT.getAndIncrement();
                    return client.purchaseAsync(sale, "stranger-" + one, "stranger-key-" + one, ONE);
                })
                .toList();
        assertThat(sent).allMatch(answer -> answer.join().code().equals("SOLD_OUT"));
        return taken(client) - before;
    }

    private static long taken(SaleClient client) {
        return Arrays.stream(client.text("/metrics").split("\n"))
                .filter(line -> line.startsWith("stampede_batch_size_sum"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Answer stranger(SaleClient client, String sale) {
        int one = NEXT.getAndIncrement();
        return client.purchase(sale, "stranger-" + one, "stranger-key-" + one, ONE);
    }

    private static void operate(String sale, String step, String body) {
        assertThat(here.operate("/admin/v1/campaigns/" + sale + "/" + step, body)
                        .status())
                .isEqualTo(200);
    }

    private static void run(String sql) {
        get(pool.query(sql).execute());
    }

    private static long count(String sql) {
        return get(pool.query(sql).execute()).iterator().next().getLong(0);
    }
}
