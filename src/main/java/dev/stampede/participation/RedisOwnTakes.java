package dev.stampede.participation;

import dev.stampede.inventory.CampaignKeys;
import dev.stampede.kind.Outcome;
import dev.stampede.redis.Commands;
import dev.stampede.redis.Invocation;
import dev.stampede.redis.RedisUnavailable;
import dev.stampede.settlement.Entry;
import dev.stampede.settlement.OutcomeUnknown;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.Settled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The road of takes that no shopper's request carries, each a batch of one: script, entry, settlement, verdict. For one event
 * loop.
 */
public final class RedisOwnTakes {
    private static final long RUN_WITHIN_MS = 1_000;
    private static final long SETTLE_WITHIN_MS = 2_000;
    private static final String SETTLED = "SELECT void_reason FROM accepted_take WHERE id = $1::text";

    private final Vertx vertx;
    private final Pool pool;
    private final Commands commands;
    private final PgSettler settler;
    private final RedisCatchUp catchUp;
    private final PgReloadWanted reloads;
    private final BooleanSupplier mayAccept;
    private final InstantSource clock;
    private final RandomGenerator random;
    private long redisAhead;

    /**
     * @param commands for this event loop
     * @param mayAccept false while this node must not make ids
     */
    public RedisOwnTakes(
            Vertx vertx,
            Pool pool,
            Commands commands,
            PgSettler settler,
            RedisCatchUp catchUp,
            PgReloadWanted reloads,
            BooleanSupplier mayAccept,
            InstantSource clock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.pool = pool;
        this.commands = commands;
        this.settler = settler;
        this.catchUp = catchUp;
        this.reloads = reloads;
        this.mayAccept = mayAccept;
        this.clock = clock;
        this.random = random;
    }

    /** Where a campaign stands in Postgres. */
    record Counter(String campaignId, long generation, long settledThrough) {
        /** From a row with the columns {@code generation} and {@code settled_through}. */
        static Counter of(String campaignId, Row row) {
            return new Counter(campaignId, row.getLong("generation"), row.getLong("settled_through"));
        }
    }

    /** What every such script is told first. */
    record Head(CampaignKeys keys, long generation, String batchId, long notAfter, long settledThrough) {
        Invocation arguments(Invocation call) {
            return call.arg("generation", generation)
                    .arg("batch", batchId)
                    .arg("notAfter", notAfter)
                    .arg("settledThrough", settledThrough);
        }
    }

    /**
     * What became of a take.
     *
     * @param word {@code OK}, a rejection, or {@code BUSY} when nothing happened and it may be tried again
     * @param left units of the offer afterwards; 0 with {@code BUSY} and for a repeat
     * @param settled with {@code OK} only
     */
    record OwnAnswer(String word, long left, @Nullable Settled settled) {
        static final OwnAnswer BUSY = new OwnAnswer("BUSY", 0, null);
    }

    Pool pool() {
        return pool;
    }

    /**
     * Takes, and waits for the verdict of settlement. Fails with {@link RedisUnavailable} when Redis did not run it, with
     * {@link OutcomeUnknown} when it is not known yet whether it happened.
     */
    Future<OwnAnswer> take(Counter counter, Outcome outcome, Function<Head, Invocation> call) {
        if (settler.isShut() || !mayAccept.getAsBoolean()) {
            return Future.succeededFuture(OwnAnswer.BUSY);
        }
        Head head = new Head(
                new CampaignKeys(counter.campaignId()),
                counter.generation(),
                HexFormat.of().toHexDigits(random.nextLong()),
                clock.millis() + redisAhead + RUN_WITHIN_MS,
                counter.settledThrough());
        Invocation invocation = call.apply(head);
        return commands.send(invocation.request())
                .recover(e ->
                        Future.failedFuture(RedisFault.meaning(reloads, counter.campaignId(), invocation.script(), e)))
                .compose(reply -> read(counter, outcome, head, Objects.requireNonNull(reply)));
    }

    private Future<OwnAnswer> read(Counter counter, Outcome outcome, Head head, Response response) {
        BatchReply reply = BatchReply.of(response);
        return switch (reply.verdict()) {
            case "OK" -> answer(counter, outcome, head, reply, response.get(6).toLong());
            case "TOO_LATE" -> {
                redisAhead = Long.parseLong(reply.detail()) - clock.millis();
                yield Future.succeededFuture(OwnAnswer.BUSY);
            }
            case "STALE_GENERATION" ->
                RedisFault.staleGeneration(reloads, counter.campaignId(), reply.detail(), counter.generation())
                        .map(wanted -> OwnAnswer.BUSY);
            default -> RedisFault.fenced(reloads, counter.campaignId(), reply.verdict());
        };
    }

    private Future<OwnAnswer> answer(Counter counter, Outcome outcome, Head head, BatchReply reply, long left) {
        redisAhead = reply.now() - clock.millis();
        String word = reply.words().get(0);
        if (word.startsWith("REPLAY:")) {
            long sequence = Long.parseLong(word.split(":", -1)[3]);
            return replayed(counter.campaignId(), outcome.id(), sequence)
                    .map(settled -> new OwnAnswer("OK", 0, settled));
        }
        if (!word.equals("OK")) {
            return Future.succeededFuture(new OwnAnswer(word, left, null));
        }
        Entry entry = new Entry(
                counter.campaignId(),
                counter.generation(),
                reply.sequence(),
                head.batchId(),
                reply.previous(),
                reply.now(),
                List.of(outcome),
                null);
        return here(settler.settle(entry)).map(settled -> new OwnAnswer("OK", left, settled.get(0)));
    }

    /** A repeat is answered from the row that the first one became, or is about to become. */
    private Future<Settled> replayed(String campaignId, String outcomeId, long sequence) {
        return settler.queued(campaignId, sequence)
                .map(queued -> here(queued).<Void>mapEmpty())
                .orElseGet(() -> here(catchUp.settle(campaignId)).mapEmpty())
                .compose(done -> settled(outcomeId));
    }

    private Future<Settled> settled(String outcomeId) {
        return pool.preparedQuery(SETTLED).execute(Tuple.of(outcomeId)).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            if (!row.hasNext()) {
                throw new OutcomeUnknown("no row for a remembered take");
            }
            return Settled.take(row.next().getString("void_reason"));
        });
    }

    /** Brings a result to this event loop, and gives up waiting for it in time; the entry stays queued. */
    private <T> Future<T> here(Future<T> future) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        future.timeout(SETTLE_WITHIN_MS, TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(new OutcomeUnknown("not settled in time")))
                .onComplete(result -> context.runOnContext(run -> promise.handle(result)));
        return promise.future();
    }
}
