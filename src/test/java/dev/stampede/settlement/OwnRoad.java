package dev.stampede.settlement;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.inventory.RedisInventory;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.Outcome;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.order.Payments;
import dev.stampede.order.PgExpiry;
import dev.stampede.order.PgLateMoney;
import dev.stampede.order.PgOrderChanges;
import dev.stampede.order.PgOrders;
import dev.stampede.order.PgRefunds;
import dev.stampede.order.Reacquisition.Verdict;
import dev.stampede.order.SimulatedPayments;
import dev.stampede.redis.Invocation;
import dev.stampede.schedule.RedisReleases;
import dev.stampede.testing.Await;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Takes that are no shopper's purchase, done by hand on a {@link Road}: what a node leaves that dies before it settles. */
final class OwnRoad {
    private static final String FINGERPRINT = "abcd";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Road road;
    private final Random random = new Random(23);

    OwnRoad(Road road) {
        this.road = road;
    }

    /** An order of one unit that was not paid in time, its unit given back in both stores; its id. */
    String expired(String campaign, String shopper) {
        Entry entry = road.take(campaign, shopper, "key-of-" + shopper + random.nextInt());
        road.settle(entry);
        String order = entry.outcomes().get(0).id();
        expire(order);
        release();
        return order;
    }

    /** Ends an order's time; Redis still counts its unit. */
    void expire(String order) {
        road.sql("UPDATE orders SET pay_by = now() - interval '1 second' WHERE id = $1::text", order);
        get(new PgExpiry(road.pool, road.ids).step());
    }

    void release() {
        get(new RedisReleases(road.pool, new RedisInventory(road.redis)).step());
    }

    /** Money that came after the order expired; its id. */
    String payment(String order) {
        String id = road.ids.get();
        road.sql(
                "INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied)"
                        + " SELECT $2::text, id, 'simulated', 't' || $2::text, amount_fen, false FROM orders"
                        + " WHERE id = $1::text",
                order,
                id);
        return id;
    }

    /** Takes the unit of an order again, in Redis alone. */
    Entry reacquire(String campaign, String order, String shopper, String payment) {
        return reacquire(
                campaign, new OrderReacquired(payment, order, shopper, "r:" + order, FINGERPRINT, Road.SKU, 1));
    }

    Entry reacquire(String campaign, OrderReacquired outcome) {
        CampaignKeys keys = new CampaignKeys(campaign);
        Invocation call = RedisInventory.REACQUIRE
                .call()
                .key("campaign", keys.campaign())
                .key("request", keys.request())
                .key("shopper", keys.shopper())
                .key("held", keys.held())
                .key("outbox", keys.outbox());
        String batch = head(campaign, call, outcome);
        call.arg("shopper", outcome.shopperId())
                .arg("sku", Road.SKU)
                .arg("units", outcome.quantity())
                .arg("payload", Outcomes.write(outcome));
        return run(campaign, call, batch, outcome);
    }

    /** Takes units out, in Redis alone. */
    Entry withdraw(String campaign, int units) {
        String id = road.ids.get();
        StockWithdrawn outcome = new StockWithdrawn(id, "w:" + id, FINGERPRINT, Road.SKU, units, "olga", "damaged");
        CampaignKeys keys = new CampaignKeys(campaign);
        Invocation call = RedisInventory.WITHDRAW
                .call()
                .key("campaign", keys.campaign())
                .key("request", keys.request())
                .key("outbox", keys.outbox());
        String batch = head(campaign, call, outcome);
        call.arg("sku", Road.SKU).arg("units", units).arg("payload", Outcomes.write(outcome));
        return run(campaign, call, batch, outcome);
    }

    private String head(String campaign, Invocation call, Outcome outcome) {
        String batch = HexFormat.of().toHexDigits(random.nextLong());
        call.arg("generation", road.field(campaign, "generation"))
                .arg("batch", batch)
                .arg("notAfter", Long.MAX_VALUE / 1_000)
                .arg("settledThrough", 0)
                .arg("request", outcome.shopperId() + "|" + outcome.requestKey())
                .arg("fingerprint", outcome.fingerprint())
                .arg("outcome", outcome.id());
        return batch;
    }

    private Entry run(String campaign, Invocation call, String batch, Outcome outcome) {
        long generation = Long.parseLong(road.field(campaign, "generation"));
        Response reply = Objects.requireNonNull(get(road.redis.send(call.requestWithText())));
        if (!reply.get(0).toString().equals("OK") || !reply.get(5).toString().equals("OK")) {
            throw new Road.Refused(reply.toString());
        }
        return new Entry(
                campaign,
                generation,
                reply.get(2).toLong(),
                batch,
                reply.get(3).toString(),
                reply.get(1).toLong(),
                List.of(outcome),
                null);
    }

    /** The payment of an expired order is found to buy nothing, and goes back. */
    void refund(String order) {
        PgLateMoney late = new PgLateMoney(
                road.pool,
                road.ids,
                new PgOrders(road.pool),
                (unpaid, payment) -> Future.succeededFuture(Verdict.REFUSED),
                () -> {});
        get(late.step());
        Await.until("the money is promised back", SOON, () -> state(order).equals("refunding"));
        payBack(order);
    }

    /** A sold order is given back and its money too. */
    void refundSold(String order) {
        get(new PgOrderChanges(road.pool, road.ids).refundBy("finn", order, ""));
        payBack(order);
        release();
    }

    private void payBack(String order) {
        Payments bank = new SimulatedPayments(List.of("a secret of these tests"));
        get(new PgRefunds(road.pool, road.ids, bank, outcome -> {}).step());
        Await.until("the money is back", SOON, () -> state(order).equals("refunded"));
    }

    /** The campaign is called off under the counter lock, in Postgres alone. */
    void cancel(String campaign) {
        road.sql("UPDATE campaign SET state = 'cancelled', revision = revision + 1 WHERE id = $1::text", campaign);
        road.sql(
                "INSERT INTO campaign_history (campaign_id, from_state, to_state, actor, reason)"
                        + " VALUES ($1::text, 'live', 'cancelled', 'olga', '')",
                campaign);
    }

    /** One text of one row. */
    String text(String sql, Object... values) {
        return get(road.pool.preparedQuery(sql).execute(io.vertx.sqlclient.Tuple.from(values)))
                .iterator()
                .next()
                .getString(0);
    }

    String state(String order) {
        return text("SELECT state FROM orders WHERE id = $1::text", order);
    }
}
