package dev.stampede.participation;

import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.order.Order;
import dev.stampede.postgres.PgPools;
import dev.stampede.settlement.OutcomeUnknown;
import dev.stampede.settlement.Settled;
import dev.stampede.testing.SaleClient;
import dev.stampede.testing.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgReplayRowsIT {
    private static TestNode node;
    private static Vertx vertx;
    private static Pool pool;

    @BeforeAll
    static void start() {
        node = TestNode.start();
        vertx = Vertx.vertx();
        pool = PgPools.create(vertx, node.stores().postgresUrl());
    }

    @AfterAll
    static void stop() {
        pool.close();
        vertx.close();
        node.close();
    }

    @Test
    void who_asks_while_a_read_is_under_way_is_answered_by_the_next_one() {
        SaleClient client = node.client();
        String sale = client.open(SaleClient.flashSale(10, 10, 600, ""));
        List<String> orders = IntStream.range(0, 10)
                .mapToObj(i -> client.purchase(sale, "alice", "alice-" + i + "-click", "{\"quantity\":1}")
                        .orderId())
                .toList();
        AtomicInteger statements = new AtomicInteger();
        PgReplayRows rows = new PgReplayRows(vertx, counted(statements));

        List<Future<Optional<Settled>>> asked = IntStream.range(0, 300)
                .mapToObj(i -> rows.find(i < orders.size() ? orders.get(i) : "absent-" + i))
                .toList();

        get(Future.all(asked));
        for (int i = 0; i < asked.size(); i++) {
            Optional<Settled> found = asked.get(i).result();
            if (i < orders.size()) {
                assertThat(found.map(Settled::made).map(Order::id)).hasValue(orders.get(i));
            } else {
                assertThat(found).isEmpty();
            }
        }
        assertThat(statements.get()).isBetween(2, 20);
    }

    @Test
    void too_many_who_wait_are_told_that_it_is_not_known() {
        SqlConnection locking = get(pool.getConnection());
        get(locking.query("BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE").execute());
        PgReplayRows rows = new PgReplayRows(vertx, pool);

        Future<Optional<Settled>> first = rows.find("first");
        List<Future<Optional<Settled>>> waiting = IntStream.range(0, PgReplayRows.MOST_WAITING)
                .mapToObj(i -> rows.find("absent-" + i))
                .toList();
        Future<Throwable> oneMore = rows.find("one-more").transform(done -> Future.succeededFuture(done.cause()));

        assertThat(get(oneMore)).isInstanceOf(OutcomeUnknown.class);
        assertThat(waiting).noneMatch(Future::isComplete);
        get(locking.query("ROLLBACK").execute().compose(free -> locking.close()));
        assertThat(get(first)).isEmpty();
        get(Future.all(waiting));
        assertThat(waiting).allSatisfy(one -> assertThat(one.result()).isEmpty());
    }

    /** The pool, counting what it is asked to prepare. */
    private static SqlClient counted(AtomicInteger statements) {
        return (SqlClient) Proxy.newProxyInstance(
                PgReplayRowsIT.class.getClassLoader(), new Class<?>[] {SqlClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("preparedQuery")) {
                        statements.incrementAndGet();
                    }
                    return method.invoke(pool, arguments);
                });
    }
}
