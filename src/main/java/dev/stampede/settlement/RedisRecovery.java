package dev.stampede.settlement;

import dev.stampede.redis.Admission;
import dev.stampede.redis.Commands;
import dev.stampede.redis.RedisServer;
import dev.stampede.redis.Script;
import dev.stampede.settlement.PgReloadWanted.Wish;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Redis what Postgres says it is. A Redis process is known by its run_id; one that is not the stored one holds nothing
 * that can be trusted, so everything is loaded anew, by one node, and until then no connection runs a script. Scripts are
 * loaded here and nowhere else.
 */
public final class RedisRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(RedisRecovery.class);
    private static final long ADVISORY_LOCK = 0x7374616d70656465L;
    private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1::bigint) AS mine";
    private static final String STORED = "SELECT run_id FROM redis_instance";
    private static final String STORE = """
            INSERT INTO redis_instance (run_id) VALUES ($1::text)
            ON CONFLICT (the_only) DO UPDATE SET run_id = excluded.run_id, at = now()
            """;
    private final Pool pool;
    private final Commands unguarded;
    private final RedisReload reload;
    private final PgReloadWanted reloads;
    private final List<Script> scripts;

    /**
     * @param unguarded a connection that is never refused, for this recovery alone
     * @param scripts all that nodes run
     */
    public RedisRecovery(
            Pool pool, Commands unguarded, RedisReload reload, PgReloadWanted reloads, List<Script> scripts) {
        this.pool = pool;
        this.unguarded = unguarded;
        this.reload = reload;
        this.reloads = reloads;
        this.scripts = List.copyOf(scripts);
    }

    /** Admits connections to the Redis process that is loaded, and has the scripts. */
    public static Admission admission(Pool pool, List<Script> scripts) {
        return connection -> RedisServer.runId(connection)
                .compose(runId -> stored(pool).map(runId::equals))
                .compose(isStored -> isStored ? hasScripts(connection, scripts) : Future.succeededFuture(false));
    }

    /** Loads what has to be loaded, unless another node is at it, and says how many campaigns that were. */
    public Future<Integer> step() {
        return isQuiet()
                .compose(quiet -> quiet
                        ? Future.succeededFuture(0)
                        : pool.withTransaction(
                                db -> tryLock(db).compose(mine -> mine ? recover() : Future.succeededFuture(0))));
    }

    private Future<Boolean> isQuiet() {
        return admission(pool, scripts)
                .admits(unguarded)
                .compose(isLoaded -> isLoaded ? reloads.wanted().map(List::isEmpty) : Future.succeededFuture(false));
    }

    private static Future<Boolean> tryLock(SqlConnection db) {
        // The lock is held by a transaction that idles while others load.
        return db.query("SET LOCAL idle_in_transaction_session_timeout = 0")
                .execute()
                .compose(set -> db.preparedQuery(TRY_LOCK).execute(Tuple.of(ADVISORY_LOCK)))
                .map(rows -> rows.iterator().next().getBoolean("mine"));
    }

    private Future<Integer> recover() {
        return RedisServer.runId(unguarded)
                .compose(runId -> stored(pool).compose(stored -> runId.equals(stored) ? some() : all(runId)));
    }

    /** The same Redis: only what is wanted; the scripts too, if somebody flushed them. */
    private Future<Integer> some() {
        return loadScripts().compose(loaded -> reloads.wanted()).compose(wishes -> one(wishes, 0));
    }

    private Future<Integer> one(List<Wish> wishes, int done) {
        return done == wishes.size()
                ? Future.succeededFuture(done)
                : reload.load(wishes.get(done).campaignId())
                        .compose(loader -> release(wishes.get(done), loader))
                        .compose(released -> one(wishes, done + 1));
    }

    /** The wish goes last: whoever comes after a crash finds it, and loads again. */
    private Future<Void> release(Wish wish, RedisLoader loader) {
        return loader.lowerFence().compose(lowered -> reloads.fulfilled(wish));
    }

    /** Another Redis: everything, and the fences come down together once scripts and run_id are in place. */
    private Future<Integer> all(String runId) {
        LOG.warn("Redis is another process than the one that was loaded: loading all campaigns");
        return reloads.wantAll("another Redis")
                .compose(wanted -> reloads.wanted())
                .compose(wishes -> loadAll(wishes, new LinkedHashMap<>()))
                .compose(loaders -> loadScripts()
                        .compose(done -> store(runId))
                        .compose(done -> Future.all(loaders.entrySet().stream()
                                .map(loaded -> release(loaded.getKey(), loaded.getValue()))
                                .toList()))
                        .map(done -> loaders.size()));
    }

    private Future<Map<Wish, RedisLoader>> loadAll(List<Wish> wishes, Map<Wish, RedisLoader> done) {
        if (done.size() == wishes.size()) {
            LOG.info("loaded {} campaigns into Redis", done.size());
            return Future.succeededFuture(done);
        }
        Wish wish = wishes.get(done.size());
        return reload.load(wish.campaignId()).compose(loader -> {
            done.put(wish, loader);
            return loadAll(wishes, done);
        });
    }

    private Future<Void> loadScripts() {
        return Future.all(scripts.stream()
                        .map(script -> unguarded.send(Request.cmd(Command.SCRIPT, "LOAD", script.source())))
                        .toList())
                .mapEmpty();
    }

    private static Future<Boolean> hasScripts(Commands connection, List<Script> scripts) {
        Request exist = Request.cmd(Command.SCRIPT).arg("EXISTS");
        scripts.forEach(script -> exist.arg(script.sha()));
        return connection.send(exist).map(reply -> Objects.requireNonNull(reply).stream()
                .allMatch(one -> one.toInteger() == 1));
    }

    private Future<Void> store(String runId) {
        return pool.preparedQuery(STORE).execute(Tuple.of(runId)).mapEmpty();
    }

    private static Future<String> stored(Pool pool) {
        return pool.query(STORED).execute().map(rows -> {
            RowIterator<Row> stored = rows.iterator();
            return stored.hasNext() ? stored.next().getString("run_id") : "";
        });
    }
}
