package dev.stampede.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldConnectionIT {
    private static final TestDatabase DATABASE = TestDatabase.shared();

    private final HeldConnection held =
            new HeldConnection(() -> PgPools.connect(DATABASE.vertx(), DATABASE.url()), 500);

    @AfterEach
    void end() {
        held.close();
    }

    @Test
    void works_share_one_connection() {
        assertThat(TestDatabase.get(held.with(HeldConnectionIT::backend)))
                .isEqualTo(TestDatabase.get(held.with(HeldConnectionIT::backend)));
    }

    @Test
    void a_connection_that_was_too_slow_is_not_used_again_while_its_transaction_is_open() {
        int slow = TestDatabase.get(held.with(HeldConnectionIT::backend));
        Future<?> late = held.with(db -> db.query("BEGIN").execute().compose(begun -> db.query("SELECT pg_sleep(1)")
                .execute()));
        assertThat(TestDatabase.failure(late)).hasRootCauseInstanceOf(TimeoutException.class);

        assertThat(TestDatabase.get(held.with(HeldConnectionIT::backend))).isNotEqualTo(slow);
        assertThat(TestDatabase.get(DATABASE.pool().withConnection(HeldConnectionIT::backend)))
                .isNotEqualTo(slow);
    }

    @Test
    void work_that_was_given_up_writes_nothing_more() {
        DATABASE.query("CREATE TABLE IF NOT EXISTS late_work (n int)");
        Future<?> late = held.with(db -> db.query("SELECT pg_sleep(1)")
                .execute()
                .compose(slept -> db.query("INSERT INTO late_work VALUES (1)").execute()));
        assertThat(TestDatabase.failure(late)).hasRootCauseInstanceOf(TimeoutException.class);

        DATABASE.query("SELECT pg_sleep(1)");
        assertThat(DATABASE.count("SELECT count(*) FROM late_work")).isZero();
    }

    @Test
    void a_connection_that_became_read_only_is_not_used_again() {
        int first = TestDatabase.get(held.with(HeldConnectionIT::backend));
        TestDatabase.get(held.with(
                db -> db.query("SET default_transaction_read_only = on").execute()));
        TestDatabase.failure(
                held.with(db -> db.query("CREATE TABLE never (n int)").execute()));

        assertThat(TestDatabase.get(held.with(HeldConnectionIT::backend))).isNotEqualTo(first);
    }

    private static Future<Integer> backend(SqlConnection db) {
        return db.query("SELECT pg_backend_pid() AS pid")
                .execute()
                .map(rows -> rows.iterator().next().getInteger("pid"));
    }
}
