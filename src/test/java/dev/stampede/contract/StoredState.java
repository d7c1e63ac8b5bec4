package dev.stampede.contract;

import dev.stampede.embedded.EmbeddedStores;
import dev.stampede.postgres.PgPools;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import dev.stampede.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Everything that both stores hold, in a form that can be compared: for a node that has nothing to do. The counts of attempts
 * are no part of it: they count what is refused, and are written up to a second later.
 */
final class StoredState {
    private static final String TABLES = """
            SELECT string_agg(format(
              'SELECT %L AS name, count(*) AS rows, md5(coalesce(string_agg(t::text, E''\\n'' ORDER BY t::text), '''')) AS hash
               FROM %I t', table_name, table_name), ' UNION ALL ' ORDER BY table_name) AS sql
            FROM information_schema.tables
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
              AND table_name NOT IN ('node_lease', 'attempt_count', 'flyway_schema_history')
            """;

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Pool pool;
    private final TestRedis redis;
    private final String tables;

    StoredState(Vertx vertx, EmbeddedStores stores) {
        this.vertx = vertx;
        this.pool = PgPools.create(vertx, stores.postgresUrl());
        this.redis = new TestRedis(vertx, stores.redisUrl());
        this.tables = text(TABLES);
    }

    private String text(String sql) {
        return TestDatabase.get(pool.query(sql).execute()).iterator().next().getString(0);
    }

    /** One line for each table and each key, once the events that are there have their positions. */
    List<String> read() {
        Await.until(
                "every event has its position",
                SOON,
                () -> text("SELECT count(*)::text FROM logged_event WHERE position IS NULL")
                        .equals("0"));
        List<String> lines = new ArrayList<>();
        TestDatabase.get(pool.query(tables).execute())
                .forEach(row ->
                        lines.add(row.getString("name") + " " + row.getLong("rows") + " " + row.getString("hash")));
        TreeMap<String, Integer> keys = new TreeMap<>();
        Objects.requireNonNull(TestDatabase.get(redis.send(Request.cmd(Command.KEYS, "*"))))
                .forEach(key -> keys.put(key.toString(), dump(key.toString())));
        keys.forEach((key, hash) -> lines.add(key + " " + hash));
        return lines;
    }

    void close() {
        TestDatabase.get(pool.close());
        TestDatabase.get(vertx.close());
    }

    /** Of a stream only what was ever added: what is settled is trimmed now and then. */
    private int dump(String key) {
        if (key.endsWith(":outbox")) {
            return Objects.requireNonNull(TestDatabase.get(redis.send(Request.cmd(Command.XINFO, "STREAM", key))))
                    .get("entries-added")
                    .toInteger();
        }
        return String.valueOf(TestDatabase.get(redis.send(Request.cmd(Command.DUMP, key))))
                .hashCode();
    }
}
