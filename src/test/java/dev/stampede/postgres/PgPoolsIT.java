package dev.stampede.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestDatabase;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PgPoolsIT {
    private final TestDatabase database = TestDatabase.shared();

    @Test
    void a_statement_waits_a_second_for_a_lock_and_no_longer() {
        database.query("CREATE TABLE IF NOT EXISTS pools_it (id int)");
        Throwable refused = TestDatabase.failure(database.pool()
                .withTransaction(
                        holder -> holder.query("LOCK TABLE pools_it").execute().compose(held -> database.pool()
                                .query("SELECT count(*) FROM pools_it")
                                .execute())));

        assertThat(refused).isInstanceOfSatisfying(PgException.class, e -> assertThat(e.getSqlState())
                .isEqualTo("55P03"));
        database.query("DROP TABLE pools_it");
    }

    @Test
    void a_statement_runs_for_five_seconds_at_most() {
        assertThat(database.query("SHOW statement_timeout").get(0).getString(0)).isEqualTo("5s");
        assertThat(database.query("SHOW idle_in_transaction_session_timeout")
                        .get(0)
                        .getString(0))
                .isEqualTo("30s");
    }

    @Test
    void a_server_that_does_not_answer_fails_the_request_in_time() throws IOException {
        Pool pool;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "postgresql://nobody:nothing@127.0.0.1:" + silent.getLocalPort() + "/none";
            pool = PgPools.create(database.vertx(), url);
            long begun = System.nanoTime();

            assertThat(TestDatabase.failure(pool.query("SELECT 1").execute())).isNotNull();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
        TestDatabase.get(pool.close());
    }
}
