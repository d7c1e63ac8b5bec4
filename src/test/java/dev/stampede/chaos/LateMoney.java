package dev.stampede.chaos;

import dev.stampede.inventory.RedisInventory;
import dev.stampede.order.PgLateMoney;
import dev.stampede.order.PgOrders;
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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Money that comes after its order has expired, resolved by a node of the test's own beside the others. */
final class LateMoney {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long ASK_AGAIN_MS = 20;

    private final Rig rig;
    private final Supplier<String> ids = TestDatabase.shared().ids();
    private final PgOrders orders;
    private final PgLateMoney resolver;

    LateMoney(Rig rig, String postgresUrl) {
        this.rig = rig;
        RedisOutbox outbox = new RedisOutbox(rig.redis());
        PgSettling settling = new PgSettling(new PgSettlement(ids, outbox::all), new PgRejection(ids));
        PgReloadWanted reloads = new PgReloadWanted(rig.pool(), () -> {});
        rig.redis().load(RedisInventory.scripts());
        this.orders = new PgOrders(rig.pool());
        RedisReacquisition reacquisition = new RedisReacquisition(new RedisOwnTakes(
                rig.vertx(),
                rig.pool(),
                rig.redis(),
                new RunningSettler(rig.vertx(), postgresUrl, settling, reloads).settler(),
                new RedisCatchUp(rig.pool(), outbox, settling),
                reloads,
                () -> true,
                InstantSource.system(),
                new Random(17)));
        this.resolver = new PgLateMoney(rig.pool(), ids, orders, reacquisition, () -> {});
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

    /** Pays an expired order, and has it resolved here or by any node; what became of it, once that is known. */
    Future<Verdict> pay(String order) {
        rig.sql(
                "INSERT INTO payment (id, order_id, provider, transaction_id, amount_fen, applied)"
                        + " SELECT $2::text, id, 'simulated', 't' || $2::text, amount_fen, false FROM orders"
                        + " WHERE id = $1::text",
                order,
                ids.get());
        return resolver.step().compose(begun -> verdict(order));
    }

    private Future<Verdict> verdict(String order) {
        return orders.find(order).map(Optional::orElseThrow).compose(found -> switch (found.state()) {
            case SETTLED -> Future.succeededFuture(Verdict.TAKEN);
            case REFUNDING, REFUNDED -> Future.succeededFuture(Verdict.REFUSED);
            default ->
                rig.vertx()
                        .timer(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)
                        .compose(waited -> resolver.step())
                        .compose(again -> verdict(order));
        });
    }
}
