package dev.stampede.feed;

import static dev.stampede.testing.TestDatabase.get;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.CampaignReader;
import dev.stampede.campaign.PgCampaignClock;
import dev.stampede.campaign.PgCampaigns;
import dev.stampede.formation.PgFormations;
import dev.stampede.http.Api;
import dev.stampede.http.HttpVerticle;
import dev.stampede.http.InFlight;
import dev.stampede.http.InvalidRequestHandler;
import dev.stampede.http.Messages;
import dev.stampede.http.ProblemHandler;
import dev.stampede.http.ProblemJson;
import dev.stampede.identity.JwtTokens;
import dev.stampede.identity.Realm;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import dev.stampede.order.PgOrders;
import dev.stampede.postgres.PgPools;
import dev.stampede.push.PgEventLog;
import dev.stampede.push.PgEventRelay;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The feed of a database of its own on two event loops, whose steps and clock the test moves, and clients for it. */
final class FeedRig implements AutoCloseable {
    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    final Map<String, LongAdder> closed = new ConcurrentHashMap<>();
    final LongAdder sent = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final Places places = new Places();
    final List<Context> loops = new CopyOnWriteArrayList<>();
    final BusFeed feed;
    final BusStock stock;

    private final Map<Thread, LongAdder> sentBy = new ConcurrentHashMap<>();
    private final FeedContract contract = new FeedContract();
    private final Pool pool = PgPools.create(vertx, database());
    private final TsidFactory ids = TsidFactory.newInstance1024(9);
    private final AtomicLong ahead = new AtomicLong();
    private volatile long dragging;
    private final PgCampaigns campaigns = new PgCampaigns(pool, this::id, true);
    private final PgCampaignClock clock = new PgCampaignClock(pool, this::id);
    private final PgEventRelay relay = new PgEventRelay(pool, hint -> {});
    private final PgFeedReader reader;
    private final JwtTokens tokens = new JwtTokens(vertx, List.of("a secret of the feed's tests, and long"), this::now);
    private final Map<String, Campaign> known = new ConcurrentHashMap<>();
    private final AtomicInteger keys = new AtomicInteger();
    private final WebSocketClient sockets =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(10_000));
    private final Context batches = vertx.getOrCreateContext();
    private final int port;

    FeedRig() {
        Figures figures = new Figures(
                this::sent,
                conflated::add,
                cause -> closed.computeIfAbsent(cause, first -> new LongAdder()).increment(),
                Runnable::run);
        PgEventLog log = new PgEventLog(pool);
        PgViews views = new PgViews(
                campaigns, new PgOrders(pool), new PgFormations(pool), log, this::now, Ticker.systemTicker());
        feed = new BusFeed(vertx, this::now, figures);
        stock = new BusStock(vertx, this::now);
        reader = new PgFeedReader(log, views, places, feed);
        feed.open();
        Await.until("Postgres", Duration.ofSeconds(30), () -> isReached(pool));
        get(reader.open());
        Random random = new Random(1);
        ProblemJson json = new ProblemJson(new Messages(List.of()));
        ProblemHandler problems = new ProblemHandler(json, failure -> null);
        Api api = new Api(problems, new InFlight(9_000), () -> false, List.of(), this::now, random);
        List<HttpVerticle> servers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            HttpVerticle verticle = new HttpVerticle(
                    "127.0.0.1",
                    -1,
                    api.silence(),
                    loop -> {
                        loops.add(loop.getOrCreateContext());
                        return api.build(
                                loop,
                                8_192,
                                List.of(new FeedRoutes(loop, feed, views, tokens, places, this::now, random, figures)));
                    },
                    new InvalidRequestHandler(json, this::now, random));
            get(vertx.deployVerticle(verticle));
            servers.add(verticle);
        }
        port = servers.get(0).port();
    }

    /** How many messages this thread sent so far; an event loop has a thread of its own. */
    long sentHere() {
        LongAdder here = sentBy.get(Thread.currentThread());
        return here == null ? 0 : here.sum();
    }

    Instant now() {
        return Instant.now().plusMillis(ahead.addAndGet(dragging));
    }

    /** From now on every look at the clock of the feed takes so long. */
    void drag(Duration time) {
        dragging = time.toMillis();
    }

    /** From now on the clock of the feed is so much further. */
    void pass(Duration time) {
        ahead.addAndGet(time.toMillis());
    }

    FeedClient client() {
        return get(connect(sockets));
    }

    WebSocketClient sockets() {
        return sockets;
    }

    Future<FeedClient> connect(WebSocketClient sockets) {
        return FeedClient.connect(sockets, port, contract);
    }

    String token(String shopper, Duration lifetime) {
        return tokens.sign(Realm.SHOPPER, shopper, Set.of(), Set.of(), now().plus(lifetime));
    }

    /** An approved campaign that opens then, and its figures. */
    String approved(Instant opensAt, String stockShown) {
        String body = """
                {"kind": "flash_sale", "title": "鸡蛋", "copy": "一箱", "payWithinSeconds": 900, "perShopperLimit": 5,
                 "perOrderLimit": 2, "stockShown": "%s", "opensAt": "%s", "closesAt": "%s",
                 "audience": {"newcomersOnly": false, "tags": ["vip"]},
                 "offers": [{"sku": "eggs", "name": "鸡蛋", "priceFen": 990, "listPriceFen": 1990, "allocation": 100},
                            {"sku": "milk", "name": "牛奶", "priceFen": 500, "listPriceFen": 600, "allocation": 10}]}
                """.formatted(stockShown, millis(opensAt), millis(opensAt.plusSeconds(3_600)));
        Fields fields = Fields.of(Json.readOwn(body));
        var draft = new CampaignReader((kind, rules, offers) -> Optional.of(Json.object())).read(fields, Instant.EPOCH);
        String id = get(campaigns.create(draft, "olive")).campaign().id();
        get(campaigns.submit(id, "olive", ""));
        get(campaigns.approve(id, "rita", ""));
        tell();
        return id;
    }

    String live(String stockShown) {
        return approved(Instant.now().minusSeconds(60), stockShown);
    }

    /** A batch of that campaign answered. */
    void stock(String id, long version, Map<String, Long> left) {
        Campaign campaign = known.computeIfAbsent(
                id, first -> get(campaigns.find(id)).orElseThrow().campaign());
        batches.runOnContext(go -> stock.left(campaign, version, left));
    }

    /** Shows a tick as it is to all event loops. */
    void show(Topic topic, byte[] tick) {
        feed.show(topic, tick);
    }

    long closed(String cause) {
        LongAdder count = closed.get(cause);
        return count == null ? 0 : count.sum();
    }

    void end(String campaign) {
        get(campaigns.end(campaign, "olive", ""));
        tell();
    }

    /** Writes so many events of an order of that shopper. */
    void orders(String campaign, String shopper, int count) {
        for (int i = 0; i < count; i++) {
            get(pool.preparedQuery("""
                            INSERT INTO event (id, type, campaign_id, data)
                            VALUES ($1::text, 'order.held', $2::text, jsonb_build_object('orderId', $3::text,
                              'shopperId', $4::text, 'sku', 'eggs', 'quantity', 1, 'amountFen', 990))
                            """).execute(Tuple.of(id(), campaign, "order" + keys.incrementAndGet(), shopper)));
        }
        tell();
    }

    /** Runs one statement. */
    void sql(String statement, Object... values) {
        get(pool.preparedQuery(statement).execute(Tuple.from(values)));
    }

    /** Opens and ends what is due, and tells it. */
    int tick() {
        int done = get(clock.step());
        tell();
        return done;
    }

    /** Tells every event that is committed. */
    void tell() {
        get(relay.step());
        while (get(reader.step()) > 0) {
            get(relay.step());
        }
    }

    @Override
    public void close() {
        get(vertx.close());
    }

    private void sent(int messages) {
        sent.add(messages);
        sentBy.computeIfAbsent(Thread.currentThread(), first -> new LongAdder()).add(messages);
    }

    private static String database() {
        Await.until(
                "Postgres",
                Duration.ofSeconds(30),
                () -> isReached(TestDatabase.shared().pool()));
        return TestDatabase.another();
    }

    /** On a busy machine the first connection takes longer than a later one may. */
    private static boolean isReached(Pool pool) {
        return get(pool.query("SELECT 1").execute().map(true).otherwise(false));
    }

    private String id() {
        return ids.create().toString();
    }

    private static String millis(Instant time) {
        return Times.write(time);
    }
}
