package dev.stampede.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.Await;
import dev.stampede.testing.FaultProxy;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailoverPoolIT {
    private static final String MAKE_READ_ONLY = "SET default_transaction_read_only = on";
    private static final String WRITE = "INSERT INTO failover (n) VALUES (1)";

    private final String url = TestDatabase.another();
    private final FaultProxy proxy =
            new FaultProxy(TestDatabase.shared().vertx(), URI.create(url).getPort());
    private final Pool pool = PgPools.create(
            TestDatabase.shared().vertx(),
            url.replace(":" + URI.create(url).getPort() + "/", ":" + proxy.port() + "/"));

    @BeforeEach
    void start() {
        run("CREATE TABLE failover (n int)");
    }

    @AfterEach
    void end() {
        TestDatabase.get(pool.close());
        proxy.close();
    }

    @Test
    void a_connection_to_a_server_that_became_read_only_is_not_used_again() {
        run(MAKE_READ_ONLY);
        assertThat(SqlState.isReadOnly(TestDatabase.failure(pool.query(WRITE).execute())))
                .isTrue();
        run(WRITE);
    }

    @Test
    void a_transaction_and_a_query_with_values_tell_of_it_too() {
        run(MAKE_READ_ONLY);
        TestDatabase.failure(pool.withTransaction(db -> db.query(WRITE).execute()));
        run(WRITE);

        Await.until("a second failover would be seen", Duration.ofSeconds(10), () -> {
            run(MAKE_READ_ONLY);
            TestDatabase.failure(pool.preparedQuery(WRITE).execute());
            return pool.query(WRITE)
                    .execute()
                    .transform(Future::succeededFuture)
                    .await()
                    .succeeded();
        });
    }

    @Test
    void connections_that_an_administrator_ended_are_replaced() {
        run(WRITE);
        String name = url.substring(url.lastIndexOf('/') + 1);
        TestDatabase.shared()
                .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1::text", name);
        Await.until("it writes again", Duration.ofSeconds(5), () -> pool.query(WRITE)
                .execute()
                .transform(Future::succeededFuture)
                .await()
                .succeeded());
    }

    @Test
    void a_commit_that_got_no_answer_is_told_apart_from_one_that_was_never_sent() {
        proxy.cutAfter("failover", "COMMIT", true);
        Throwable unknown =
                TestDatabase.failure(pool.withTransaction(db -> db.query(WRITE).execute()));
        assertThat(unknown).isInstanceOf(CommitUnknown.class);

        proxy.cutAfter("failover", "nothing", false);
        Throwable certain = TestDatabase.failure(pool.withTransaction(
                db -> db.query("SELECT 'failover', 'nothing'").execute()));
        assertThat(certain).isNotInstanceOf(CommitUnknown.class);
    }

    @Test
    void a_transaction_that_was_rolled_back_is_known() {
        Throwable known = TestDatabase.failure(
                pool.withTransaction(db -> db.query("SELECT 1 / 0").execute().otherwiseEmpty()));
        assertThat(known).isNotInstanceOf(CommitUnknown.class);
    }

    private void run(String sql) {
        TestDatabase.get(pool.query(sql).execute());
    }
}
