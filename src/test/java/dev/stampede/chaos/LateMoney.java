package dev.stampede.chaos;

import static dev.stampede.testing.TestDatabase.get;

import dev.stampede.inventory.RedisInventory;
import dev.stampede.order.Order;
import dev.stampede.order.PgOrders;
import dev.stampede.order.Reacquisition;
import dev.stampede.order.Reacquisition.Verdict;
import dev.stampede.participation.RedisOwnTakes;
import dev.stampede.participation.RedisReacquisition;
import dev.stampede.settlement.PgRejection;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettlement;
import dev.stampede.settlement.PgSettling;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.RedisOutbox;
import dev.stampede.testing.Await;
import dev.stampede.testing.RunningSettler;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Money that comes after its order has expired, brought to the road by a node of the test's own. */
final class LateMoney {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long ASK_AGAIN_MS = 20;

    private final Rig rig;
    private final Supplier<String> ids = TestDatabase.shared().ids();
    private final Reacquisition reacquisition;

    LateMoney(Rig rig, String postgresUrl) {
        this.rig = rig;
        RedisOutbox outbox = new RedisOutbox(rig.redis());
        PgSettling settling = new PgSettling(new PgSettlement(ids, outbox::all), new PgRejection(ids));
        PgReloadWanted reloads = new PgReloadWanted(rig.pool(), () -> {});
        rig.redis().load(RedisInventory.scripts());
        this.reacquisition = new RedisReacquisition(new RedisOwnTakes(
                rig.vertx(),
                rig.pool(),
                rig.redis(),
                new RunningSettler(rig.vertx(), postgresUrl, settling, reloads).settler(),
                new RedisCatchUp(rig.pool(), outbox, settling),
                reloads,
                () -> true,
                InstantSource.system(),
                new Random(17)));
    }

    /** Lets all orders of a sale expire and their units come back; the orders, by shopper's name. */
    List<Row> expireAll(String sale, long stock) {
        rig.sql("UPDATE orders SET pay_by = now() - interval '1 second' WHERE campaign_id = $1::text", sale);
        Await.until("all units are back", SOON, () -> rig.redis()
                .run("HGET", Rig.hash(sale), "left:bun")
                .equals(Long.toString(stock)));
        Await.until(
                "all releases are done",
                SOON,
                () -> rig.count("SELECT count(*) FROM release WHERE campaign_id = $1::text AND done_at IS NULL", sale)
                        == 0);
        return rig.sql(
                "SELECT id, shopper_id FROM orders WHERE campaign_id = $1::text AND state = 'expired'"
                        + " ORDER BY shopper_id",
                sale);
    }

    /** Pays an expired order; what became of it, once that is known. */
    Future<Verdict> pay(String order) {
        String payment = ids.get();
        rig.sql(
                "INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied)"
                        + " SELECT $2::text, id, 'simulated', 't' || $2::text, amount_fen, false FROM orders"
                        + " WHERE id = $1::text",
                order,
                payment);
        Order read = get(new PgOrders(rig.pool()).find(order)).orElseThrow();
        return ask(read, payment);
    }

    private Future<Verdict> ask(Order order, String payment) {
        return reacquisition
                .take(order, payment)
                .compose(verdict -> verdict != Verdict.LATER
                        ? Future.succeededFuture(verdict)
                        : rig.vertx()
                                .timer(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)
                                .compose(waited -> ask(order, payment)));
    }
}
