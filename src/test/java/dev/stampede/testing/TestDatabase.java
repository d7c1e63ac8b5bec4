package dev.stampede.testing;

import com.github.f4b6a3.tsid.TsidFactory;
import dev.stampede.postgres.Migrations;
import dev.stampede.postgres.PgPools;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** One migrated Postgres that all tests of this JVM share. Tests keep apart by the ids that they use. */
public final class TestDatabase {
    private static final long LIMIT_SECONDS = 20;

    private final String url;
    private final Vertx vertx;
    private final Pool pool;
    private final TsidFactory ids = TsidFactory.newInstance1024(0);

    private TestDatabase(String url) {
        Migrations.migrate(url);
        this.url = url;
        this.vertx = Vertx.vertx();
        this.pool = PgPools.create(vertx, url);
    }

    public static TestDatabase shared() {
        return Shared.DATABASE;
    }

    /** The URL of a new migrated database on the same server, for a test that looks at all there is in one. */
    public static String another() {
        String name = "test_" + shared().ids().get().toLowerCase(Locale.ROOT);
        shared().query("CREATE DATABASE " + name);
        String url = shared().url.replaceFirst("/[^/]*$", "/" + name);
        Migrations.migrate(url);
        return url;
    }

    public String url() {
        return url;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Pool pool() {
        return pool;
    }

    /** A new id at each call. */
    public Supplier<String> ids() {
        return () -> ids.create().toString();
    }

    /** Runs one statement and returns its rows. */
    public List<Row> query(String sql, Object... values) {
        List<Row> rows = new ArrayList<>();
        get(pool.preparedQuery(sql).execute(Tuple.from(values))).forEach(rows::add);
        return rows;
    }

    /** The first column of the only row, a whole number. */
    public long count(String sql, Object... values) {
        return query(sql, values).get(0).getLong(0);
    }

    /** What the future brings within 20 s; its failure is thrown as it is. */
    public static <T> T get(Future<T> future) {
        try {
            return future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + LIMIT_SECONDS + " s", e);
        }
    }

    /** Why the future failed. */
    public static Throwable failure(Future<?> future) {
        return Assertions.catchThrowable(() -> get(future));
    }

    private static final class Shared {
        private static final TestDatabase DATABASE = start();

        private static TestDatabase start() {
            TestDatabase database = new TestDatabase(TestStores.shared().postgresUrl());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> get(database.vertx.close())));
            return database;
        }
    }
}
