package dev.stampede.order;

import static dev.stampede.testing.OrderRows.awaitAll;
import static dev.stampede.testing.TestDatabase.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.OrderInvariants;
import dev.stampede.testing.OrderRows;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgExpiryIT {
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration EARLIER = Duration.ofSeconds(-1);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final PgExpiry expiry = new PgExpiry(DATABASE.pool(), DATABASE.ids());
    private final PgOrders orders = new PgOrders(DATABASE.pool());
    private final OrderRows rows = new OrderRows(DATABASE);
    private final Pool misledPool = misledPool();

    private static Pool misledPool() {
        PgConnectOptions options = PgPools.options(DATABASE.url());
        for (String way : List.of("nestloop", "mergejoin", "indexscan", "indexonlyscan", "bitmapscan")) {
            options.addProperty("enable_" + way, "off");
        }
        return PgBuilder.pool().connectingTo(options).using(DATABASE.vertx()).build();
    }

    @AfterEach
    void end_the_pool() {
        get(misledPool.close());
    }

    /** Orders that other tests left behind. */
    @BeforeEach
    void nothing_else_is_due() {
        while (get(expiry.step()) > 0) {}
    }

    @AfterEach
    void the_rows_agree() {
        OrderInvariants.check(rows);
        assertThat(get(expiry.step())).as("orders still due").isZero();
    }

    @Test
    void an_order_that_was_not_paid_in_time_gives_its_units_back() {
        String campaign = rows.campaign(10);
        String due = rows.held(campaign, 3, EARLIER);
        String waiting = rows.held(campaign, 2, LATER);

        assertThat(get(expiry.step())).isOne();

        Order expired = get(orders.find(due)).orElseThrow();
        assertThat(expired.state()).isEqualTo(OrderState.EXPIRED);
        assertThat(expired.history().get(1).cause()).isEqualTo("not_paid_in_time");
        assertThat(get(orders.find(waiting)).orElseThrow().state()).isEqualTo(OrderState.HELD);
        assertThat(held(campaign)).isEqualTo(2);
        assertThat(rows.texts(
                        "SELECT hold_id || ' ' || cause FROM release WHERE campaign_id = $1::text AND done_at IS NULL",
                        campaign))
                .containsExactly("hold-" + due + " expired");
        assertThat(rows.texts("SELECT type FROM logged_event WHERE campaign_id = $1::text", campaign))
                .containsExactly("order.expired");
    }

    @Test
    void nothing_due_is_nothing_done() {
        rows.held(rows.campaign(1), 1, LATER);

        assertThat(get(expiry.step())).isZero();
    }

    @Test
    void a_step_takes_two_hundred_orders_of_several_campaigns() {
        String one = rows.campaign(1_000);
        String other = rows.campaign(1_000);
        rows.held(125, one, "alice", 2, EARLIER);
        rows.held(125, other, "bob", 2, EARLIER);

        assertThat(get(expiry.step())).isEqualTo(200);
        OrderInvariants.check(rows);
        assertThat(get(expiry.step())).isEqualTo(50);

        assertThat(held(one) + held(other)).isZero();
    }

    @Test
    void steps_at_once_give_every_unit_back_once() {
        String one = rows.campaign(1_000);
        String other = rows.campaign(1_000);
        for (int lot = 0; lot < 15; lot++) {
            rows.held(10, one, "alice", 1, EARLIER);
            rows.held(10, other, "bob", 1, EARLIER);
        }

        int expired = 0;
        while (expired < 300) {
            int done = awaitAll(4, n -> expiry.step()).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(done).isPositive();
            expired += done;
        }

        assertThat(expired).isEqualTo(300);
        assertThat(held(one) + held(other)).isZero();
        assertThat(DATABASE.count("SELECT count(*) FROM release WHERE campaign_id IN ($1::text, $2::text)", one, other))
                .isEqualTo(300);
    }

    @Test
    void a_step_passes_over_an_order_that_is_being_paid() {
        String campaign = rows.campaign(10);
        String beingPaid = rows.held(campaign, 1, EARLIER);
        rows.held(campaign, 1, EARLIER);

        inTransaction(payer -> {
            get(payer.preparedQuery("SELECT id FROM orders WHERE id = $1::text FOR UPDATE")
                    .execute(Tuple.of(beingPaid)));
            assertThat(get(expiry.step())).isOne();
        });

        assertThat(get(expiry.step())).isOne();
    }

    /** The planner is made to update the offers as they lie in the table, where the first now lies behind the second. */
    @Test
    void a_step_locks_the_offers_in_their_order_and_not_as_the_planner_finds_them() {
        String first = rows.campaign(10);
        String second = rows.campaign(10);
        rows.held(second, 1, EARLIER);
        rows.held(first, 1, EARLIER);
        PgExpiry misled = new PgExpiry(misledPool, DATABASE.ids());

        inTransaction(settler -> {
            lockOffer(settler, first);
            Future<Integer> step = misled.step();
            Await.until("the step waits for the first offer", LIMIT, () -> DATABASE.count(WAITING) > 0);
            lockOffer(settler, second);
            get(settler.query("ROLLBACK").execute());
            assertThat(get(step)).isEqualTo(2);
        });
    }

    private static void lockOffer(SqlConnection connection, String campaign) {
        get(connection
                .preparedQuery("SELECT sku FROM offer WHERE campaign_id = $1::text FOR UPDATE NOWAIT")
                .execute(Tuple.of(campaign)));
    }

    private static void inTransaction(Consumer<SqlConnection> work) {
        SqlConnection connection = get(DATABASE.pool().getConnection());
        try {
            get(connection.query("BEGIN").execute());
            work.accept(connection);
        } finally {
            get(connection.query("ROLLBACK").execute());
            get(connection.close());
        }
    }

    private long held(String campaign) {
        return DATABASE.count("SELECT held FROM offer WHERE campaign_id = $1::text", campaign);
    }
}
