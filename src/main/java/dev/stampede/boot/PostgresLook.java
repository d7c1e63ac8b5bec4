package dev.stampede.boot;

import dev.stampede.boot.StoreFinding.Grade;
import dev.stampede.postgres.PgPools;
import dev.stampede.postgres.SqlState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What this engine needs of Postgres: 15 or newer, taking writes, and every commit on disk before its answer. */
final class PostgresLook {
    private static final int OLDEST = 150_000;
    private static final long LIMIT_SECONDS = 3;
    private static final Set<String> SAFE_WHEN_ON = Set.of("fsync", "full_page_writes");
    private static final String SETTINGS = """
            SELECT name, setting FROM pg_settings
            WHERE name IN ('server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit',
              'default_transaction_read_only')
            UNION ALL SELECT 'standby', pg_is_in_recovery()::text
            """;

    private PostgresLook() {}

    /** Looks once. Fails when there is no answer. */
    static Future<List<StoreFinding>> at(Vertx vertx, String url) {
        return PgPools.connect(vertx, url)
                .compose(db -> read(db).timeout(LIMIT_SECONDS, TimeUnit.SECONDS).onComplete(done -> db.close()))
                .map(PostgresLook::judge)
                .recover(e -> isRefusal(e) ? Future.succeededFuture(List.of(refusal(e))) : Future.failedFuture(e));
    }

    /** What these settings mean; one that is missing is fine. */
    static List<StoreFinding> judge(Map<String, String> settings) {
        int version = Integer.parseInt(settings.getOrDefault("server_version_num", "0"));
        if (version < OLDEST) {
            return List.of(new StoreFinding(
                    Grade.TOO_OLD, "is version " + version / 10_000 + "; this engine needs 15 or newer"));
        }
        List<StoreFinding> findings = new ArrayList<>();
        if (settings.getOrDefault("standby", "false").equals("true")) {
            findings.add(new StoreFinding(Grade.MISPLACED, "is a standby; name the primary"));
        } else if (settings.getOrDefault("default_transaction_read_only", "off").equals("on")) {
            findings.add(new StoreFinding(
                    Grade.MISPLACED,
                    "takes no writes; set default_transaction_read_only=off for this database and user"));
        }
        SAFE_WHEN_ON.stream().sorted().forEach(name -> refuseOff(findings, settings, name));
        refuseOff(findings, settings, "synchronous_commit");
        return findings;
    }

    private static void refuseOff(List<StoreFinding> findings, Map<String, String> settings, String name) {
        if (settings.getOrDefault(name, "on").equals("off")) {
            findings.add(new StoreFinding(Grade.UNSAFE, "has " + name + "=off; set " + name + "=on"));
        }
    }

    private static Future<Map<String, String>> read(SqlConnection db) {
        return db.query(SETTINGS).execute().map(rows -> {
            Map<String, String> settings = new HashMap<>();
            for (Row row : rows) {
                settings.put(row.getString("name"), row.getString("setting"));
            }
            return settings;
        });
    }

    /** Classes 28, wrong user or password, and 3D, no such database: waiting does not help. */
    private static boolean isRefusal(Throwable e) {
        String state = SqlState.of(e);
        return state.startsWith("28") || state.startsWith("3D");
    }

    private static StoreFinding refusal(Throwable e) {
        String why = SqlState.of(e).startsWith("28") ? "its user or password" : "the name of the database";
        return new StoreFinding(Grade.MISPLACED, "refuses the login (" + SqlState.of(e) + "); check " + why);
    }
}
