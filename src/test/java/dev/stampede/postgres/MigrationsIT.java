package dev.stampede.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.testing.TestDatabase;
import io.vertx.sqlclient.Pool;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MigrationsIT {
    private final TestDatabase database = TestDatabase.shared();

    @Test
    void two_nodes_that_migrate_an_empty_database_at_once_apply_everything_once() {
        String name = "migrations_" + database.ids().get().toLowerCase(Locale.ROOT);
        database.query("CREATE DATABASE " + name);
        String url = database.url().replaceFirst("/[^/]*$", "/" + name);

        CompletableFuture<Integer> one = CompletableFuture.supplyAsync(() -> Migrations.migrate(url));
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> Migrations.migrate(url));

        assertThat(one.join() + other.join()).isPositive();
        assertThat(Math.min(one.join(), other.join())).isZero();
        assertThat(Migrations.migrate(url)).isZero();
        Pool pool = PgPools.create(database.vertx(), url);
        assertThat(TestDatabase.get(pool.query("SELECT count(*) FROM campaign").execute())
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
        TestDatabase.get(pool.close());
        database.query("DROP DATABASE " + name);
    }
}
