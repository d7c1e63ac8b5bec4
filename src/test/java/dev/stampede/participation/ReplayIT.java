package dev.stampede.participation;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.tsid.TsidCreator;
import dev.stampede.inventory.CampaignKeys;
import dev.stampede.kind.OrderHeld;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.HandTake;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The second click of a double click, which finds the first one taken by Redis and without its row. */
class ReplayIT {
    private static final String ONE = "{\"quantity\":1}";
    private static final long SETTLING_TAKES_MS = 500;

    private static TestNode node;
    private static SaleClient client;
    private static Vertx vertx;
    private static Pool pool;
    private static TestRedis redis;

    private String sale = "";

    @BeforeAll
    static void start() {
        node = TestNode.start();
        client = node.client();
        vertx = Vertx.vertx();
        pool = PgPools.create(vertx, node.stores().postgresUrl());
        redis = new TestRedis(vertx, node.stores().redisUrl());
    }

    @BeforeEach
    void open() {
        sale = client.open(SaleClient.flashSale(10, 1, 600, ""));
    }

    @AfterAll
    static void stop() {
        pool.close();
        vertx.close();
        node.close();
    }

    @Test
    void it_is_answered_from_the_row_that_whoever_settles_the_first_click_is_about_to_write() {
        OrderHeld first = taken("alice", "alice-click");
        SqlConnection settling = get(pool.getConnection());
        get(settling.query("BEGIN").execute());
        get(settling.query("SELECT FROM campaign_counter WHERE campaign_id = '" + sale + "' FOR UPDATE")
                .execute());
        CompletableFuture<Answer> second = client.purchaseOnce(sale, "alice", "alice-click", ONE);
        Future<?> done = vertx.timer(SETTLING_TAKES_MS, TimeUnit.MILLISECONDS)
                .compose(waited -> settling.query("ROLLBACK").execute())
                .compose(free -> settling.close());

        Answer answer = second.join();
        get(done);
        assertThat(answer.status()).as(answer.code()).isEqualTo(201);
        assertThat(answer.orderId()).isEqualTo(first.id());
        assertThat(answer.isReplay()).isTrue();
    }

    @Test
    void it_is_settled_here_when_nobody_else_is_at_it() {
        OrderHeld first = taken("bob", "bob-click");

        Answer answer = client.purchaseOnce(sale, "bob", "bob-click", ONE).join();
        assertThat(answer.status()).as(answer.code()).isEqualTo(201);
        assertThat(answer.orderId()).isEqualTo(first.id());
    }

    @Test
    void it_has_an_unknown_outcome_when_the_stores_disagree_about_the_first_click() {
        taken("carol", "carol-click");
        get(pool.query("UPDATE campaign_counter SET last_batch_id = 'another' WHERE campaign_id = '" + sale + "'")
                .execute());

        Answer answer = client.purchaseOnce(sale, "carol", "carol-click", ONE).join();
        assertThat(answer.status() + " " + answer.code()).isIn("503 OUTCOME_UNKNOWN", "503 FENCED");
    }

    /** A first click that Redis took for a node that has not read the answer yet. */
    private OrderHeld taken(String shopper, String key) {
        HandTake hand = new HandTake(redis, "eggs");
        OrderHeld held =
                hand.held(TsidCreator.getTsid().toString(), shopper, key, Fingerprint.of("purchase", "eggs 1"));
        String generation = redis.run("HGET", new CampaignKeys(sale).campaign(), "generation");
        assertThat(hand.take(sale, held, "00000000000000aa", generation).get(5).toString())
                .isEqualTo("OK");
        return held;
    }
}
