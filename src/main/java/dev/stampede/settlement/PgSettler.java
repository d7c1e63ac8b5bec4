package dev.stampede.settlement;

import dev.stampede.postgres.HeldConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Settles the batches that this process got accepted, those of all its event loops together: whatever came while the previous
 * transaction ran is the next one; what nobody waits for waits a moment for company (ADR 0050). A batch stays queued until it is
 * settled or known never to be; who waits for it may leave.
 */
public final class PgSettler {
    /** How long a batch waits for the one before it to come from another event loop; the next step is worth while then. */
    public static final long NEIGHBOUR_MS = 3;

    /** So long outcomes that nobody waits for wait for others, or until there are so many. */
    private static final long COMPANY_MS = 15;

    private static final int COMPANY = 256;
    private static final int MOST_OUTCOMES = 1_024;
    private static final int QUEUE_LIMIT = 4_096;
    private static final long OLDEST_MS = 1_000;
    private static final long PREDECESSOR_MS = 20;
    private static final long DISAGREEING_MS = 200;

    private final HeldConnection connection;
    private final PgSettling settling;
    private final PgReloadWanted reloads;
    private final InstantSource clock;
    private final Consumer<Duration> commits;
    private final Queue<Waiting> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outcomesQueued = new AtomicInteger();
    private final Map<Standing.Slot, Waiting> bySlot = new ConcurrentHashMap<>();
    private final Map<String, Long> settledThrough = new ConcurrentHashMap<>();
    private final List<Waiting> pending = new ArrayList<>();
    private final Map<String, Long> disagreeingUntil = new HashMap<>();
    private volatile boolean lastFailed;
    private volatile long oldestPending = Long.MAX_VALUE;
    private volatile Runnable wake = () -> {};

    /** A queued batch and who waits for it; compared by identity. */
    private static final class Waiting {
        final Entry entry;
        final long since;
        final boolean isAwaited;
        final Promise<List<Settled>> promise = Promise.promise();

        Waiting(Entry entry, long since, boolean isAwaited) {
            this.entry = entry;
            this.since = since;
            this.isAwaited = isAwaited;
        }
    }

    /**
     * Works on one event loop: {@link #step} is called there only.
     *
     * @param commits told how long each settling transaction took
     */
    public PgSettler(
            HeldConnection connection,
            PgSettling settling,
            PgReloadWanted reloads,
            InstantSource clock,
            Consumer<Duration> commits) {
        this.connection = connection;
        this.settling = settling;
        this.reloads = reloads;
        this.clock = clock;
        this.commits = commits;
    }

    /** Called on any thread when there is something to do. */
    public void onWork(Runnable wake) {
        this.wake = wake;
    }

    /**
     * Queues an accepted batch; any thread. The future completes on the settling loop, with what each outcome became, in
     * order; it fails with {@link OutcomeUnknown} when the batch turns out never to have counted.
     */
    public Future<List<Settled>> settle(Entry entry) {
        return settle(entry, true);
    }

    /**
     * The same.
     *
     * @param isAwaited false when those in it have their answers already: then it may wait a moment for others, since a
     *     transaction costs as much as dozens of orders
     */
    public Future<List<Settled>> settle(Entry entry, boolean isAwaited) {
        Waiting waiting = new Waiting(entry, clock.millis(), isAwaited);
        outcomesQueued.addAndGet(entry.outcomes().size());
        bySlot.put(Standing.Slot.of(entry), waiting);
        incoming.add(waiting);
        wake.run();
        return waiting.promise.future();
    }

    /** What a batch that is queued here becomes, or nothing when it is not queued here; any thread. */
    public Optional<Future<List<Settled>>> queued(String campaignId, long sequence) {
        return Optional.ofNullable(bySlot.get(new Standing.Slot(campaignId, sequence)))
                .map(waiting -> waiting.promise.future());
    }

    /** The valve: true while new takes must be refused, since what is queued could not be settled lately. */
    public boolean isShut() {
        return lastFailed || outcomesQueued.get() > QUEUE_LIMIT || unsettledAgeMs() > OLDEST_MS;
    }

    /** How many accepted outcomes are queued. */
    public int unsettled() {
        return outcomesQueued.get();
    }

    /** The age of the oldest queued batch in milliseconds; 0 when there is none. */
    public long unsettledAgeMs() {
        Waiting newest = incoming.peek();
        long since = Math.min(oldestPending, newest == null ? Long.MAX_VALUE : newest.since);
        return since == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - since);
    }

    /** The newest sequence of the campaign that this process knows to be settled; 0 when it knows of none. */
    public long settledThrough(String campaignId) {
        return settledThrough.getOrDefault(campaignId, 0L);
    }

    /** Learns how far a campaign is settled. */
    public void learn(String campaignId, long sequence) {
        settledThrough.merge(campaignId, sequence, Math::max);
    }

    /** Settles what is queued, in one transaction, and says how many batches left the queue. */
    public Future<Integer> step() {
        drain();
        List<Waiting> now = choose();
        if (now.isEmpty()) {
            return Future.succeededFuture(0);
        }
        long startedAt = clock.millis();
        List<Entry> entries = now.stream().map(waiting -> waiting.entry).toList();
        return connection
                .with(db -> settling.run(db, entries))
                .onSuccess(done -> commits.accept(Duration.ofMillis(clock.millis() - startedAt)))
                .map(verdicts -> finish(now, verdicts))
                .onFailure(e -> lastFailed = !(e instanceof Disagreement))
                .recover(this::cure);
    }

    /** Runs the settling statements on nothing, {@code times} over, before the first batch comes. */
    public Future<Void> rehearse(int times) {
        return times == 0
                ? Future.succeededFuture()
                : connection.with(settling::rehearse).compose(done -> rehearse(times - 1));
    }

    /** Whether there are batches that the last step left. */
    public boolean hasPending() {
        return !pending.isEmpty() || !incoming.isEmpty();
    }

    /** Whether the campaign's queued batches have waited long enough for a predecessor to look for it in Redis. */
    public boolean isOverdue(String campaignId) {
        long now = clock.millis();
        return pending.stream()
                .anyMatch(waiting ->
                        waiting.entry.campaignId().equals(campaignId) && now - waiting.since >= PREDECESSOR_MS);
    }

    private void drain() {
        for (Waiting next = incoming.poll(); next != null; next = incoming.poll()) {
            pending.add(next);
            oldestPending = Math.min(oldestPending, next.since);
        }
    }

    private List<Waiting> choose() {
        long now = clock.millis();
        disagreeingUntil.values().removeIf(until -> until <= now);
        Set<String> early = early(now);
        List<Waiting> chosen = new ArrayList<>();
        int outcomes = 0;
        for (Waiting waiting : pending) {
            if (outcomes >= MOST_OUTCOMES) {
                break;
            }
            String campaignId = waiting.entry.campaignId();
            if (!early.contains(campaignId) && !disagreeingUntil.containsKey(campaignId)) {
                chosen.add(waiting);
                outcomes += waiting.entry.outcomes().size();
            }
        }
        return isWorthwhile(chosen, outcomes, now) ? chosen : List.of();
    }

    private static boolean isWorthwhile(List<Waiting> chosen, int outcomes, long now) {
        return outcomes >= COMPANY
                || chosen.stream().anyMatch(waiting -> waiting.isAwaited || now - waiting.since >= COMPANY_MS);
    }

    /**
     * The campaigns whose next batch another event loop is as a rule about to bring: a transaction would lock the counter only
     * to find it missing. Another node may have it, so what is older is tried.
     */
    private Set<String> early(long now) {
        Map<String, Waiting> first = new HashMap<>();
        for (Waiting waiting : pending) {
            first.merge(
                    waiting.entry.campaignId(), waiting, (a, b) -> a.entry.sequence() <= b.entry.sequence() ? a : b);
        }
        first.values().removeIf(waiting -> {
            Long through = settledThrough.get(waiting.entry.campaignId());
            return through == null || waiting.entry.sequence() <= through + 1 || now - waiting.since >= NEIGHBOUR_MS;
        });
        return first.keySet();
    }

    private int finish(List<Waiting> tried, Map<Entry, Verdict> verdicts) {
        lastFailed = false;
        Set<Waiting> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Waiting waiting : tried) {
            Verdict verdict = verdicts.getOrDefault(waiting.entry, Verdict.of(Verdict.Kind.LATER));
            if (verdict.kind() != Verdict.Kind.LATER) {
                done.add(waiting);
                outcomesQueued.addAndGet(-waiting.entry.outcomes().size());
                answer(waiting, verdict);
            }
        }
        pending.removeIf(done::contains);
        oldestPending =
                pending.stream().mapToLong(waiting -> waiting.since).min().orElse(Long.MAX_VALUE);
        return done.size();
    }

    private void answer(Waiting waiting, Verdict verdict) {
        bySlot.remove(Standing.Slot.of(waiting.entry), waiting);
        switch (verdict.kind()) {
            case APPLIED, BEFORE -> {
                learn(waiting.entry.campaignId(), waiting.entry.sequence());
                waiting.promise.complete(verdict.settled());
            }
            case STALE -> waiting.promise.fail(new OutcomeUnknown("the campaign was loaded anew"));
            case REJECTED -> waiting.promise.fail(new OutcomeUnknown("the batch could not be settled"));
            case LATER -> throw new IllegalStateException("a batch that stays has no answer");
        }
    }

    private Future<Integer> cure(Throwable e) {
        if (e instanceof Disagreement disagreement) {
            disagreeingUntil.put(disagreement.campaignId(), clock.millis() + DISAGREEING_MS);
            return reloads.want(disagreement.campaignId(), Objects.requireNonNull(disagreement.getMessage()))
                    .compose(wanted -> Future.failedFuture(disagreement));
        }
        return Future.failedFuture(e);
    }
}
