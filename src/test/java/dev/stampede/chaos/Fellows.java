package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.chaos.Shop.Reply;
import dev.stampede.json.Json;
import dev.stampede.json.MalformedJson;
import dev.stampede.testing.Await;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The shoppers of one campaign of formations. They repeat what was not answered, under the same key, until it is. */
final class Fellows {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long RETRY_MS = 100;
    private static final int RETRIES = 300;
    private static final int PAY_WITHIN_SECONDS = 900;

    private final Rig rig;
    private final Shop shop;
    private final String campaign;
    private final AtomicInteger keys = new AtomicInteger();

    /** A seat, or what an owner buys, with what the provider would tell of its payment. */
    record Seat(String formation, String shopper, String order, ObjectNode notice) {}

    /** @param campaign that stands */
    Fellows(Rig rig, Shop shop, String campaign) {
        this.rig = rig;
        this.shop = shop;
        this.campaign = campaign;
    }

    /** Those of a new campaign, in which a shopper may have three units; {@code rules} is JSON. */
    static Fellows of(Rig rig, Shop shop, String kind, int stock, String rules) {
        ObjectNode draft =
                Rig.draft(kind, stock, 3, PAY_WITHIN_SECONDS, Instant.now().minusSeconds(60));
        try {
            draft.set("rules", Json.parseObject(rules.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedJson e) {
            throw new AssertionError(rules, e);
        }
        return new Fellows(rig, shop, rig.open(shop, draft));
    }

    String campaign() {
        return campaign;
    }

    /** A key that nobody used. */
    String key() {
        return "fellow-key-" + keys.incrementAndGet();
    }

    /** An action without a formation: {@code open_team, start_chain}. */
    Future<Reply> begin(String shopper, String action) {
        return act(action, shopper, key(), Json.object());
    }

    Future<Reply> join(String shopper, String team) {
        return join(shopper, team, key());
    }

    Future<Reply> join(String shopper, String team, String key) {
        return act("join_team", shopper, key, Json.object().put("teamId", team));
    }

    Future<Reply> leave(String shopper, String team) {
        return act("leave_team", shopper, key(), Json.object().put("teamId", team));
    }

    Future<Reply> assist(String shopper, String chain) {
        return assist(shopper, chain, key());
    }

    Future<Reply> assist(String shopper, String chain, String key) {
        return act("assist", shopper, key, Json.object().put("chainId", chain));
    }

    Future<Reply> claim(String shopper, String chain) {
        return act("claim", shopper, key(), Json.object().put("chainId", chain));
    }

    /** Opens a team and is ready to pay for its first seat. */
    Future<Seat> opened(String shopper) {
        return begin(shopper, "open_team").compose(reply -> seat(shopper, reply));
    }

    /** Takes a seat that is free, and is ready to pay for it. */
    Future<Seat> joined(String shopper, String team) {
        return join(shopper, team).compose(reply -> seat(shopper, reply));
    }

    /** Starts a chain that so many helpers have helped already; its id. */
    Future<String> chain(String owner, int helpers) {
        return begin(owner, "start_chain").compose(reply -> {
            assertThat(reply.status()).as("%s", reply).isEqualTo(201);
            String chain = formation(reply);
            Future<Reply> last = Future.succeededFuture(reply);
            for (int helper = 0; helper < helpers; helper++) {
                String name = owner + "-helper-" + helper;
                last = last.compose(before -> assist(name, chain)).map(Fellows::accepted);
            }
            return last.map(chain);
        });
    }

    /** Makes a seat of the answer that gave it. */
    Future<Seat> seat(String shopper, Reply reply) {
        assertThat(reply.status()).as("%s", reply).isEqualTo(201);
        String order = reply.body().at("/order/id").asText();
        return shop.notice(shopper, order).map(notice -> new Seat(formation(reply), shopper, order, notice));
    }

    /** Tells that the seat is paid: whatever became of it, the provider is thanked. */
    Future<Reply> pay(Seat seat) {
        return shop.tell(seat.notice()).map(reply -> {
            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            return reply;
        });
    }

    static String formation(Reply reply) {
        return reply.body().at("/formation/id").asText();
    }

    static Reply accepted(Reply reply) {
        assertThat(reply.status()).as("%s", reply).isIn(200, 201);
        return reply;
    }

    /** Lets these formations be over in so many ms, for those who look at the clock of Postgres. */
    void endIn(long millis, List<String> formations) {
        rig.sql(
                "UPDATE formation SET deadline_at = now() + $2::int * interval '1 millisecond' WHERE id = ANY ($1::text[])",
                formations.toArray(String[]::new),
                (int) millis);
    }

    /** How many formations are in that state. */
    long formations(String state) {
        return rig.count(
                "SELECT count(*) FROM formation WHERE campaign_id = $1::text AND state = $2::text", campaign, state);
    }

    /** How many orders are in that state. */
    long orders(String state) {
        return rig.count(
                "SELECT count(*) FROM orders WHERE campaign_id = $1::text AND state = $2::text", campaign, state);
    }

    /** How many refunds have that cause. */
    long refunds(String cause) {
        return rig.count("""
                SELECT count(*) FROM refund r JOIN orders o ON o.id = r.order_id
                WHERE o.campaign_id = $1::text AND r.cause = $2::text
                """, campaign, cause);
    }

    void awaitFormations(String state, long count) {
        Await.until(count + " formations are " + state, SOON, () -> formations(state) == count);
    }

    void awaitOrders(String state, long count) {
        Await.until(count + " orders are " + state, SOON, () -> orders(state) == count);
    }

    /**
     * Waits until all money that is to go back is back, and every payment was judged; then each order has kept its price or
     * nothing, each payment went back at most once, and the audit finds nothing.
     */
    void check() {
        Await.until("the money is where it belongs", SOON, () -> rig.count("""
                SELECT count(*) FROM orders o WHERE o.campaign_id = $1::text AND (
                  o.state = 'refunding'
                  OR EXISTS (SELECT FROM refund r WHERE r.order_id = o.id AND r.done_at IS NULL)
                  OR EXISTS (SELECT FROM payment p WHERE p.order_id = o.id AND NOT p.applied
                             AND NOT EXISTS (SELECT FROM refund r WHERE r.payment_id = p.id)))
                """, campaign) == 0);
        assertThat(rig.sql("""
                SELECT o.id, o.state, o.amount_fen, p.fen AS paid, r.fen AS back, r.times FROM orders o
                CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM payment
                                    WHERE order_id = o.id) p
                CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0)::bigint AS fen, count(*) AS times FROM refund
                                    WHERE order_id = o.id) r
                WHERE o.campaign_id = $1::text AND (r.times > 1 OR p.fen - r.fen <>
                  CASE WHEN o.state IN ('paid', 'settled', 'fulfilled') THEN o.amount_fen ELSE 0 END)
                """, campaign)).as("orders with wrong money").isEmpty();
        rig.audited(campaign);
    }

    private Future<Reply> act(String action, String shopper, String key, ObjectNode body) {
        return act(action, shopper, key, body, RETRIES);
    }

    private Future<Reply> act(String action, String shopper, String key, ObjectNode body, int retries) {
        return shop.act(campaign, action, shopper, key, body).transform(told -> {
            boolean isAnswered = told.succeeded() && told.result().status() != 503;
            return isAnswered || retries == 0
                    ? told.succeeded() ? Future.succeededFuture(told.result()) : Future.failedFuture(told.cause())
                    : rig.vertx()
                            .timer(RETRY_MS, TimeUnit.MILLISECONDS)
                            .compose(waited -> act(action, shopper, key, body, retries - 1));
        });
    }

    /** Waits for these. */
    static <T> List<T> all(List<Future<T>> futures) {
        get(Future.join(futures));
        return futures.stream().map(Future::result).toList();
    }
}
