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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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

    /** Whether this node loaded everything before: the first time is part of its start, a second one is news. */
    private boolean hasLoaded;

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
                .compose(isLoaded -> isLoaded ? reloads.wishes().map(List::isEmpty) : Future.succeededFuture(false));
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
        return loadScripts().compose(loaded -> reloads.wishes()).compose(wishes -> fulfil(wishes, 0, 0));
    }

    /** A campaign that can't be loaded counts as nothing done, so that it is not tried again without a pause. */
    private Future<Integer> fulfil(List<Wish> wishes, int next, int done) {
        return next == wishes.size()
                ? Future.succeededFuture(done)
                : load(wishes.get(next))
                        .compose(loaded -> loaded.isEmpty()
                                ? fulfil(wishes, next + 1, done)
                                : open(loaded.get()).compose(opened -> fulfil(wishes, next + 1, done + 1)));
    }

    /** Another Redis: everything, and the fences come down together once scripts and run_id are in place. */
    private Future<Integer> all(String runId) {
        LOG.atLevel(hasLoaded ? Level.WARN : Level.INFO)
                .log("Redis is another process than the one that was loaded: loading all campaigns");
        hasLoaded = true;
        return reloads.wantAll("another Redis")
                .compose(wishes -> loadAll(wishes, 0, new ArrayList<>()))
                .compose(loaded -> loadScripts()
                        .compose(done -> store(runId))
                        .compose(done ->
                                Future.all(loaded.stream().map(this::open).toList()))
                        .map(done -> loaded.size()));
    }

    private record Loaded(Wish wish, RedisLoader loader) {}

    private Future<List<Loaded>> loadAll(List<Wish> wishes, int next, List<Loaded> done) {
        if (next == wishes.size()) {
            LOG.info("loaded {} campaigns into Redis", done.size());
            return Future.succeededFuture(done);
        }
        return load(wishes.get(next)).compose(loaded -> {
            loaded.ifPresent(done::add);
            return loadAll(wishes, next + 1, done);
        });
    }

    /** A campaign whose rows contradict each other stays fenced, and its wish stands; the others need not wait for it. */
    private Future<Optional<Loaded>> load(Wish wish) {
        return reload.load(wish.campaignId())
                .map(loader -> Optional.of(new Loaded(wish, loader)))
                .recover(e -> {
                    if (e instanceof Unsound) {
                        LOG.atError()
                                .addKeyValue("campaignId", wish.campaignId())
                                .log("{}", e.getMessage());
                        return Future.succeededFuture(Optional.empty());
                    }
                    return Future.failedFuture(e);
                });
    }

    /** The fence first: if this node dies in between, the wish stands and the campaign is loaded once more. */
    private Future<Void> open(Loaded loaded) {
        return loaded.loader().lowerFence().compose(lowered -> reloads.fulfilled(loaded.wish()));
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
