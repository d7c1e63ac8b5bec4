package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.audit.Audit;
import dev.stampede.audit.AuditReport;
import dev.stampede.audit.AuditText;
import dev.stampede.audit.CampaignFigures;
import dev.stampede.audit.PgAudit;
import dev.stampede.boot.Kinds;
import dev.stampede.boot.LocalNode;
import dev.stampede.boot.Settings;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import dev.stampede.order.Payments;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Two stores, the nodes on them, and an auditor who comes by his own way. Everything ends with it. */
final class Rig implements AutoCloseable {
    /** Within which everything must be whole again after the last fault (I12). */
    static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Deque<Runnable> ends = new ArrayDeque<>();
    private final Path home;
    private final String redisUrl;
    private final Pool pool;
    private final TestRedis redis;
    private int nodes;

    /** @param redisUrl and {@code postgresUrl} of servers, not of proxies */
    Rig(Path home, String redisUrl, String postgresUrl) {
        this.home = home;
        this.redisUrl = redisUrl;
        this.pool = PgPools.create(vertx, postgresUrl);
        this.redis = new TestRedis(vertx, redisUrl);
    }

    Vertx vertx() {
        return vertx;
    }

    Pool pool() {
        return pool;
    }

    TestRedis redis() {
        return redis;
    }

    /** Runs this before what was asked for earlier, when the rig ends. */
    void atEnd(Runnable end) {
        ends.push(end);
    }

    /** Starts a node in this process, on these or on other ways to the stores. */
    Shop node(String redisUrl, String postgresUrl) {
        return node(redisUrl, postgresUrl, UnaryOperator.identity());
    }

    /** The same, with a bank of the test's own. */
    Shop node(String redisUrl, String postgresUrl, UnaryOperator<Payments> bank) {
        LocalNode node =
                LocalNode.start(settings(home.resolve("node-" + nodes++), redisUrl, postgresUrl), Kinds.OURS, bank);
        atEnd(node::close);
        return shop(node.ports().http(), node.ports().ops());
    }

    Shop shop(int httpPort, int opsPort) {
        return new Shop(vertx, httpPort, opsPort);
    }

    private static Settings settings(Path home, String redisUrl, String postgresUrl) {
        return Settings.read(
                Map.of(),
                Map.of(
                        "STAMPEDE_DATA_DIR",
                        home.toString(),
                        "STAMPEDE_HTTP_PORT",
                        "0",
                        "STAMPEDE_OPS_PORT",
                        "0",
                        "STAMPEDE_REDIS_URL",
                        redisUrl,
                        "STAMPEDE_POSTGRES_URL",
                        postgresUrl,
                        "STAMPEDE_JWT_SECRET",
                        Shop.SECRET,
                        "STAMPEDE_SELF_APPROVAL",
                        "true"));
    }

    /** A flash sale of one offer that is open now; its id. */
    String sale(Shop shop, int stock, int limit, int payWithinSeconds) {
        return sale(shop, stock, limit, payWithinSeconds, Instant.now().minusSeconds(60));
    }

    /** The same, open from that instant; it returns when Redis knows it. */
    String sale(Shop shop, int stock, int limit, int payWithinSeconds, Instant opensAt) {
        return open(shop, draft("flash_sale", stock, limit, payWithinSeconds, opensAt));
    }

    /** What an operator writes for a campaign of one offer that is open for an hour. */
    static ObjectNode draft(String kind, int stock, int limit, int payWithinSeconds, Instant opensAt) {
        ObjectNode draft = Json.object();
        draft.put("kind", kind).put("title", "Buns").put("copy", "Warm.");
        draft.putArray("offers")
                .addObject()
                .put("sku", "bun")
                .put("name", "Bun")
                .put("priceFen", 990)
                .put("listPriceFen", 990)
                .put("allocation", stock);
        draft.put("opensAt", Times.write(opensAt));
        draft.put("closesAt", Times.write(opensAt.plusSeconds(3_600)));
        draft.put("payWithinSeconds", payWithinSeconds)
                .put("perShopperLimit", limit)
                .put("perOrderLimit", limit);
        return draft;
    }

    /** Creates and approves it; its id, when Redis knows it. */
    String open(Shop shop, ObjectNode draft) {
        String id = operate(shop, "", draft).path("id").asText();
        operate(shop, "/" + id + "/submit", Json.object());
        operate(shop, "/" + id + "/approve", Json.object());
        Await.until("the sale is loaded", SOON, () -> !redis.run("HGET", hash(id), "opensAt")
                .isEmpty());
        return id;
    }

    static String hash(String campaign) {
        return "{c:" + campaign + "}:campaign";
    }

    /** Performs an operator's step that must succeed. */
    static ObjectNode operate(Shop shop, String path, ObjectNode body) {
        Reply reply = get(shop.operate(path, body));
        if (reply.status() >= 300) {
            throw new AssertionError(path + " was answered with " + reply);
        }
        return reply.body();
    }

    /** Runs a statement as an administrator would. */
    List<Row> sql(String statement, Object... values) {
        List<Row> rows = new ArrayList<>();
        get(pool.preparedQuery(statement).execute(Tuple.from(values))).forEach(rows::add);
        return rows;
    }

    long count(String statement, Object... values) {
        return sql(statement, values).get(0).getLong(0);
    }

    /** Audits until nothing is wrong and nothing moves, for 10 s at most; the figures of that campaign then. */
    CampaignFigures audited(String campaign) {
        long end = System.nanoTime() + WHOLE_AGAIN.toNanos();
        while (true) {
            AuditReport report = audit();
            CampaignFigures figures = report.campaigns().stream()
                    .filter(one -> one.id().equals(campaign))
                    .findFirst()
                    .orElseThrow();
            boolean isWhole = report.ok()
                    && !figures.moving()
                    && figures.unsettledBatches() == 0
                    && figures.pendingReleases() == 0;
            if (isWhole) {
                return figures;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not whole again:\n" + AuditText.write(report));
            }
        }
    }

    private AuditReport audit() {
        redis.load(RedisInventory.scripts());
        Audit audit = PgAudit.create(
                pool, redis, InstantSource.system(), pause -> vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .mapEmpty());
        return get(audit.run());
    }

    /** The history holds no contradiction, the stores agree with each other and with it. */
    CampaignFigures check(Shop shop, String campaign, History history, int stock, int limit) {
        System.out.println(history.summary());
        CampaignFigures figures = audited(campaign);
        history.check(shop, stock, limit);
        if (figures.held() + figures.sold() != history.unitsSold()
                || figures.available() + history.unitsSold() != stock) {
            throw new AssertionError(figures + " after " + history.unitsSold() + " units were sold");
        }
        return figures;
    }

    /** Sends a signal to a process, and to those that it started. */
    static void signal(String signal, long pid) {
        List<String> words = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(pid)));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(child -> words.add(Long.toString(child.pid())));
        try {
            new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new AssertionError("no kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for an answer that a fault may hold up. */
    static <T> T patiently(Future<T> future) {
        Await.until("an answer", Duration.ofSeconds(60), future::isComplete);
        return get(future);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no free port", e);
        }
    }

    String redisUrl() {
        return redisUrl;
    }

    @Override
    public void close() {
        try {
            while (!ends.isEmpty()) {
                ends.pop().run();
            }
        } finally {
            if (ends.isEmpty()) {
                get(vertx.close());
            } else {
                close();
            }
        }
    }
}
