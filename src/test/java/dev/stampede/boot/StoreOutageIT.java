package dev.stampede.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.testing.Await;
import dev.stampede.testing.FaultProxy;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.SaleClient.Answer;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestNode;
import dev.stampede.testing.TestStores;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** What a client is told while Postgres hangs, or is lost at a commit; and that no secret is told to anybody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreOutageIT {
    private final Path home = Path.of(
                    "target", "stores", "outage-" + ProcessHandle.current().pid())
            .toAbsolutePath();
    private final ListAppender<ILoggingEvent> log = log();
    private final EmbeddedStores stores = TestStores.fresh(home);
    private final FaultProxy proxy = new FaultProxy(
            TestDatabase.shared().vertx(), URI.create(stores.postgresUrl()).getPort());
    private final LocalNode node = LocalNode.start(Settings.read(
            Map.of(),
            Map.of(
                    "STAMPEDE_REDIS_URL",
                    stores.redisUrl(),
                    "STAMPEDE_POSTGRES_URL",
                    stores.postgresUrl()
                            .replace(":" + URI.create(stores.postgresUrl()).getPort() + "/", ":" + proxy.port() + "/"),
                    "STAMPEDE_JWT_SECRET",
                    TestNode.SECRET,
                    "STAMPEDE_DATA_DIR",
                    home.resolve("node").toString(),
                    "STAMPEDE_HTTP_PORT",
                    "0",
                    "STAMPEDE_HTTP_HOST",
                    "127.0.0.1",
                    "STAMPEDE_OPS_PORT",
                    "0",
                    "STAMPEDE_SELF_APPROVAL",
                    "true")));
    private final SaleClient client = SaleClient.of(node.ports(), TestNode.SECRET);
    private final String campaign = client.open(SaleClient.flashSale(10, 5, 900, ""));

    private static ListAppender<ILoggingEvent> log() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(lines);
        lines.start();
        return lines;
    }

    @AfterAll
    void end() {
        proxy.release();
        node.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        proxy.close();
        stores.close();
        TestStores.delete(home);
    }

    @Test
    @Tag("long")
    void a_request_that_a_hanging_postgres_keeps_waiting_is_answered_in_time() {
        String order = bought("ann", "key-of-ann");
        proxy.hold();
        long begun = System.nanoTime();

        Answer read = client.get("/v1/orders", "ann");
        Answer pay = client.post("/v1/orders/" + order + "/pay", "ann", "pay-of-ann", "{}");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(24));
        assertThat(read.status() + read.code()).isEqualTo("503STORE_DOWN");
        assertThat(pay.status() + pay.code()).isIn("503OUTCOME_UNKNOWN", "503STORE_DOWN");
        proxy.release();
        proxy.cut();
        assertThat(eventually(order, "ann", "pay-of-ann").status()).isEqualTo(201);
    }

    @Test
    void a_payment_whose_commit_got_no_answer_is_not_said_to_have_done_nothing() {
        String order = bought("bob", "key-of-bob");
        proxy.cutAfter("payment_intent", "COMMIT", true);

        Answer pay = client.post("/v1/orders/" + order + "/pay", "bob", "pay-of-bob", "{}");

        assertThat(pay.status() + pay.code()).isEqualTo("503OUTCOME_UNKNOWN");
        Answer again = eventually(order, "bob", "pay-of-bob");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.isReplay()).as("the commit stood").isTrue();
    }

    @Test
    void no_secret_is_in_the_log_the_metrics_or_the_list_of_processes() {
        String[] secrets = {TestNode.SECRET, password(stores.redisUrl()), password(stores.postgresUrl())};
        assertThat(log.list).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(secrets);
            assertThat(String.valueOf(event.getKeyValuePairs())).doesNotContain(secrets);
        });
        assertThat(client.text("/metrics")).contains("stampede_").doesNotContain(secrets);
        assertThat(client.text("/openapi.yaml")).doesNotContain(secrets);
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().commandLine().orElse("")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }

    private String bought(String shopper, String key) {
        Answer bought = client.purchase(campaign, shopper, key, "{\"quantity\":1}");
        assertThat(bought.status()).isEqualTo(201);
        return bought.orderId();
    }

    /** As a client does: the same request again until it is known. */
    private Answer eventually(String order, String shopper, String key) {
        Answer[] last = {client.post("/v1/orders/" + order + "/pay", shopper, key, "{}")};
        Await.until("a final answer", Duration.ofSeconds(20), () -> {
            last[0] =
                    last[0].status() == 503 ? client.post("/v1/orders/" + order + "/pay", shopper, key, "{}") : last[0];
            return last[0].status() != 503;
        });
        return last[0];
    }

    private static String password(String url) {
        String user = URI.create(url).getUserInfo();
        return user.substring(user.indexOf(':') + 1);
    }
}
