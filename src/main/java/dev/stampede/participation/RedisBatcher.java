package dev.stampede.participation;

import dev.stampede.kind.Outcome;
import dev.stampede.kind.Outcomes;
import dev.stampede.kind.Take;
import dev.stampede.participation.RedisLane.Waiting;
import dev.stampede.redis.Commands;
import dev.stampede.redis.RedisUnavailable;
import dev.stampede.redis.Script;
import dev.stampede.settlement.Entry;
import dev.stampede.settlement.OutcomeUnknown;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.Settled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Natural batching, for one event loop: takes of one campaign and action that come while the previous script call is in flight
 * are the next call. An idle lane sends when this turn of the event loop has read its sockets, so that the first take of a
 * burst does not go alone. Behind an answer a few takes wait for company, for a millisecond: a call costs as much as a dozen of
 * them. A full batch gains nothing by waiting and is sent at once: in a rush one turn reads thousands of takes, and a reply is
 * only seen in the next. When Redis accepts faster than Postgres settles, the lanes wait for the settler.
 */
public final class RedisBatcher {
    /** Calls of one lane that Redis has not answered. */
    static final int MOST_IN_FLIGHT = 8;

    private static final long MOMENT_MS = 1;

    /** With so many accepted outcomes still to be settled a lane has one call in flight, however many takes wait. */
    private static final int MANY_UNSETTLED = 1_024;

    /** With so many it has none: takes had better wait here, where nothing has happened to them, than for the valve. */
    static final int MOST_UNSETTLED = 2_048;

    /** So long takes wait for others to be settled; then Redis is asked, and what can't be settled shuts the valve. */
    static final long LONGEST_HOLD_MS = 500;

    private static final int MOST_WAITING = 32_768;
    private static final long LONGEST_WAIT_MS = 1_000;
    private static final long RUN_WITHIN_MS = 1_000;
    private static final long SETTLE_WITHIN_MS = 2_000;

    private final Vertx vertx;
    private final Context context;
    private final RedisTakes takes;
    private final PgSettler settler;
    private final PgReloadWanted reloads;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final IntConsumer batchSizes;
    private final StockWatch stock;
    private final Map<RedisLane.Name, RedisLane> lanes = new HashMap<>();
    private final Map<String, Script> scripts = new HashMap<>();
    private int waiting;
    private long redisAhead;

    /**
     * @param batchSizes told the size of each batch
     * @param stock told what each batch left
     */
    public RedisBatcher(
            Vertx vertx,
            Commands commands,
            PgSettler settler,
            PgReloadWanted reloads,
            InstantSource clock,
            RandomGenerator random,
            IntConsumer batchSizes,
            StockWatch stock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.takes = new RedisTakes(commands);
        this.settler = settler;
        this.reloads = reloads;
        this.clock = clock;
        this.random = random;
        this.batchSizes = batchSizes;
        this.stock = stock;
    }

    /** Whether a take that came now would wait too long, or find no room. */
    boolean isOverloaded(String campaignId, String action) {
        RedisLane lane = lanes.get(new RedisLane.Name(campaignId, action));
        Waiting head = lane == null ? null : lane.queue.peek();
        return waiting >= MOST_WAITING || (head != null && clock.millis() - head.since() > LONGEST_WAIT_MS);
    }

    /** Sends a take with its neighbours. Fails with {@link RedisUnavailable} when Redis did not answer. */
    Future<TakeAnswer> submit(Live<?> live, String action, Take take) {
        RedisLane.Name name = new RedisLane.Name(live.campaign().id(), action);
        RedisLane lane = lanes.computeIfAbsent(name, absent -> new RedisLane());
        Waiting one = new Waiting(live, take, clock.millis(), Promise.promise());
        lane.queue.add(one);
        waiting++;
        if (lane.isFull() || (lane.waitsAMoment && lane.hasCompany())) {
            flush(name, lane);
        } else if (lane.inFlight == 0 && !lane.isDue && !lane.waitsAMoment) {
            lane.isDue = true;
            context.runOnContext(turn -> {
                lane.isDue = false;
                flush(name, lane);
            });
        }
        return one.promise().future();
    }

    /** Runs a future's result on this event loop. */
    <T> Future<T> here(Future<T> future) {
        if (future.succeeded()) {
            return Future.succeededFuture(future.result());
        }
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(run -> promise.handle(result)));
        return promise.future();
    }

    private void flush(RedisLane.Name name, RedisLane lane) {
        while (maySend(lane)) {
            List<Waiting> batch = lane.next();
            lane.inFlight++;
            waiting -= batch.size();
            batchSizes.accept(batch.size());
            send(name, batch).onComplete(sent -> {
                lane.inFlight--;
                goOn(name, lane);
            });
        }
        if (lane.inFlight == 0 && lane.queue.isEmpty()) {
            lanes.remove(name, lane);
        } else if (lane.inFlight == 0) {
            waitAMoment(name, lane);
        }
    }

    private void goOn(RedisLane.Name name, RedisLane lane) {
        if (lane.inFlight > 0 || lane.queue.isEmpty() || lane.hasCompany()) {
            flush(name, lane);
        } else {
            waitAMoment(name, lane);
        }
    }

    private void waitAMoment(RedisLane.Name name, RedisLane lane) {
        if (lane.waitsAMoment) {
            return;
        }
        lane.waitsAMoment = true;
        vertx.setTimer(MOMENT_MS, over -> {
            lane.waitsAMoment = false;
            flush(name, lane);
        });
    }

    private boolean maySend(RedisLane lane) {
        if (lane.inFlight > 0) {
            return lane.isFull() && lane.inFlight < MOST_IN_FLIGHT && settler.unsettled() < MANY_UNSETTLED;
        }
        Waiting head = lane.queue.peek();
        return head != null
                && (settler.unsettled() < MOST_UNSETTLED || clock.millis() - head.since() >= LONGEST_HOLD_MS);
    }

    private Future<?> send(RedisLane.Name name, List<Waiting> batch) {
        Live<?> live = batch.get(0).live();
        Script script = scripts.computeIfAbsent(live.kind().name() + "/" + name.action(), Script::load);
        String batchId = HexFormat.of().toHexDigits(random.nextLong());
        long sentAt = clock.millis();
        return takes.run(new RedisTakes.Batch(
                        script,
                        live,
                        batchId,
                        sentAt + redisAhead + RUN_WITHIN_MS,
                        settler.settledThrough(name.campaignId()),
                        batch.stream().map(Waiting::take).toList()))
                .onSuccess(reply -> answer(batch, batchId, reply, sentAt))
                .onFailure(e -> refuse(name, batch, e));
    }

    private void answer(List<Waiting> batch, String batchId, BatchReply reply, long sentAt) {
        if (reply.verdict().equals("TOO_LATE")) {
            redisAhead = Long.parseLong(reply.detail()) - clock.millis();
        }
        if (!reply.verdict().equals("OK")) {
            batch.forEach(one -> one.promise().complete(new TakeAnswer(reply.verdict(), reply.detail(), 0, null)));
            return;
        }
        redisAhead = reply.now() - clock.millis();
        stock.left(batch.get(0).live().campaign(), reply.stockVersion(), reply.left());
        Future<List<Settled>> settled = reply.sequence() == 0 ? null : settle(batch, batchId, reply, sentAt);
        int accepted = 0;
        for (int i = 0; i < batch.size(); i++) {
            String word = reply.words().get(i);
            int place = accepted;
            boolean isOk = word.equals("OK");
            accepted += isOk ? 1 : 0;
            Future<Settled> mine = isOk && settled != null ? settled.map(all -> all.get(place)) : null;
            batch.get(i).promise().complete(new TakeAnswer(word, "", reply.now(), mine));
        }
    }

    private Future<List<Settled>> settle(List<Waiting> batch, String batchId, BatchReply reply, long sentAt) {
        Live<?> live = batch.get(0).live();
        Entry entry = new Entry(
                live.campaign().id(),
                live.generation(),
                reply.sequence(),
                batchId,
                reply.previous(),
                reply.now(),
                accepted(batch, reply),
                null);
        boolean isAwaited = entry.outcomes().stream().anyMatch(outcome -> !live.isReserved(outcome));
        return within(Math.max(1, sentAt + SETTLE_WITHIN_MS - clock.millis()), settler.settle(entry, isAwaited));
    }

    /** As they were sent, with what the script decided of them. */
    private static List<Outcome> accepted(List<Waiting> batch, BatchReply reply) {
        List<String> decisions = reply.decisions();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (reply.words().get(i).equals("OK")) {
                Outcome sent = batch.get(i).take().outcome();
                outcomes.add(decisions.isEmpty() ? sent : Outcomes.decided(sent, decisions.get(outcomes.size())));
            }
        }
        return outcomes;
    }

    /** One timer a batch; who waits is told that the outcome is not known, and the batch stays queued. */
    private <T> Future<T> within(long millis, Future<T> future) {
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(millis, late -> promise.tryFail(new OutcomeUnknown("not settled in time")));
        here(future).onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future();
    }

    private void refuse(RedisLane.Name name, List<Waiting> batch, Throwable e) {
        Throwable told = RedisFault.meaning(reloads, name.campaignId(), name.action(), e);
        for (Waiting one : batch) {
            one.promise().fail(told);
        }
    }
}
