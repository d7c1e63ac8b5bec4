package dev.stampede.schedule;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestNode;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sale on a whole node, from its last order to the time when Redis has forgotten it. */
class ArchiveIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ONE = "{\"quantity\":1}";

    private final TestNode node = TestNode.start();
    private final SaleClient client = node.client();
    private final Vertx vertx = Vertx.vertx();
    private final TestRedis redis = new TestRedis(vertx, node.stores().redisUrl());
    private final Pool pool = PgPools.create(vertx, node.stores().postgresUrl());

    @AfterEach
    void stop() {
        get(vertx.close());
        node.close();
    }

    @Test
    void a_sale_is_settled_and_archived_and_its_orders_are_still_answered() {
        String sale = client.open(SaleClient.flashSale(10, 5, 600, ""));
        Answer paid = client.purchase(sale, "ann", "key-of-ann", ONE);
        Answer held = client.purchase(sale, "bob", "key-of-bob", ONE);
        assertThat(paid.status()).isEqualTo(201);
        pay("ann", paid.orderId());
        client.operate("/admin/v1/campaigns/" + sale + "/end", "{}");
        due(sale, "closes_at = now() - interval '1 minute'");
        Await.until("a look", SOON, () -> is(sale, "next_look_at > now()"));
        assertThat(is(sale, "state = 'ended'")).as("an order is held").isTrue();

        client.post("/v1/orders/" + held.orderId() + "/cancel", "bob", "cancel-key-1", "{}");
        Await.until("it is settled", SOON, () -> is(sale, "state = 'settled'"));
        assertThat(again(sale, "ann")).isEqualTo("201 replayed settled");
        assertThat(again(sale, "bob")).isEqualTo("201 replayed cancelled");
        assertThat(client.purchase(sale, "cleo", "key-of-cleo", ONE).code()).isEqualTo("ENDED");

        archive(sale);
        assertAnswersAreKept(sale, paid.orderId());
        assertThat(client.operate("/admin/v1/orders/" + paid.orderId() + "/refund", "{\"reason\":\"late\"}")
                        .code())
                .isEqualTo("ENDED");
        Answer audit = client.look("/admin/v1/audit");
        assertThat(audit.body().path("ok").asBoolean())
                .as(audit.body().toString())
                .isTrue();
        assertThat(get(pool.query("SELECT FROM reload_wanted").execute()).size())
                .isZero();
        assertThat(client.text("/metrics")).contains("stampede_clock_difference_seconds{store=\"redis\"");
    }

    private void archive(String sale) {
        Await.until(
                "Redis was told",
                SOON,
                () -> get(pool.query("SELECT FROM tell_redis").execute()).size() == 0);
        due(sale, "next_look_at = now()");
        Await.until("it is archived", SOON, () -> is(sale, "state = 'archived'"));
        get(pool.query("UPDATE archived_campaign SET next_look_at = now()").execute());
        Await.until("Redis has forgotten it", SOON, () -> isForgotten(sale));
    }

    private void assertAnswersAreKept(String sale, String order) {
        assertThat(again(sale, "ann")).isEqualTo("201 replayed settled");
        assertThat(again(sale, "bob")).isEqualTo("201 replayed cancelled");
        assertThat(client.purchase(sale, "ann", "key-of-ann", "{\"quantity\":2}")
                        .code())
                .isEqualTo("IDEMPOTENCY_MISMATCH");
        assertThat(client.purchase(sale, "cleo", "key-of-cleo", ONE).code()).isEqualTo("ENDED");
        assertThat(client.get("/v1/campaigns/" + sale, "ann").status()).isEqualTo(404);
        assertThat(client.get("/v1/orders/" + order, "ann").status()).isEqualTo(200);
    }

    private void pay(String shopper, String order) {
        Answer intent = client.post("/v1/orders/" + order + "/pay", shopper, "pay-" + order, "{}");
        client.post(
                "/v1/payments/simulated/notify",
                "bank",
                "note-" + order,
                intent.body().at("/client/notify").toString());
    }

    /** What the repeat of the shopper's only purchase is answered. */
    private String again(String sale, String shopper) {
        Answer answer = client.purchase(sale, shopper, "key-of-" + shopper, ONE);
        return answer.status()
                + (answer.isReplay() ? " replayed " : " new ")
                + answer.body().at("/order/state").asText();
    }

    private boolean isForgotten(String sale) {
        boolean hasBatches = get(pool.preparedQuery("SELECT FROM settled_batch WHERE campaign_id = $1::text LIMIT 1")
                                .execute(Tuple.of(sale)))
                        .size()
                > 0;
        return !hasBatches
                && redis.run("EXISTS", new CampaignKeys(sale).all().toArray(String[]::new))
                        .equals("0");
    }

    private boolean is(String sale, String condition) {
        return get(pool.preparedQuery("SELECT FROM campaign WHERE id = $1::text AND " + condition)
                                .execute(Tuple.of(sale)))
                        .size()
                == 1;
    }

    private void due(String sale, String change) {
        get(pool.preparedQuery("UPDATE campaign SET " + change + " WHERE id = $1::text")
                .execute(Tuple.of(sale)));
    }
}
