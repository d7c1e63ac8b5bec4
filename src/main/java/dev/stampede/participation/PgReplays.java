package dev.stampede.participation;

import dev.stampede.postgres.SharedReads;
import dev.stampede.settlement.Disagreement;
import dev.stampede.settlement.OutcomeUnknown;
import dev.stampede.settlement.PgSettledRows;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.Settled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers a repeated request from the row that its first one became, waiting for that row when it is on its way. */
public final class PgReplays {
    private static final int MOST_WAITING = 8_192;
    private static final int MOST_A_READ = 256;
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 1_280;
    private static final long QUEUED_MS = 1_900;
    private static final long ANSWER_WITHIN_MS = 2_000;

    private final Vertx vertx;
    private final SharedReads<String, Settled> rows;
    private final PgSettler settler;
    private final RedisCatchUp catchUp;

    /** Made on the event loop that asks it. */
    public PgReplays(Vertx vertx, SqlClient db, PgSettler settler, RedisCatchUp catchUp) {
        this.vertx = vertx;
        this.rows = new SharedReads<>(vertx, MOST_WAITING, MOST_A_READ, ids -> PgSettledRows.find(db, ids));
        this.settler = settler;
        this.catchUp = catchUp;
    }

    /**
     * The row of an accepted request, on the event loop that asks.
     *
     * @param sequence of its outbox entry; 0 when a reload wrote the key, whose row then stands
     * @return fails with {@link OutcomeUnknown} when there is no row: the repeat is then a new request
     */
    Future<Settled> find(String campaignId, String outcomeId, long sequence) {
        Context asking = vertx.getOrCreateContext();
        Promise<Settled> found = Promise.promise();
        look(campaignId, outcomeId, sequence, FIRST_PAUSE_MS)
                .timeout(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
                .recover(PgReplays::unknownWhenLate)
                .onComplete(row -> asking.runOnContext(back -> found.handle(row)));
        return found.future();
    }

    /** Waits for the batch when it is queued in this process; completes on any thread. */
    Future<Void> queued(String campaignId, long sequence) {
        Optional<Future<List<Settled>>> queued = settler.queued(campaignId, sequence);
        return queued.map(future -> future.timeout(QUEUED_MS, TimeUnit.MILLISECONDS)
                        .transform(done -> done.succeeded()
                                ? Future.<Void>succeededFuture()
                                : Future.<Void>failedFuture(new OutcomeUnknown("not settled in time"))))
                .orElseGet(Future::succeededFuture);
    }

    /** Looks for the row until it is there, or can't come any more, or whoever settles its batch takes too long. */
    private Future<Settled> look(String campaignId, String outcomeId, long sequence, long pauseMs) {
        // Asked before the look: what was settled by then has its row now, or never.
        boolean isOver = sequence <= settler.settledThrough(campaignId) || pauseMs > LONGEST_PAUSE_MS;
        return rows.find(outcomeId).compose(row -> {
            if (row.isPresent()) {
                return Future.succeededFuture(row.get());
            }
            return isOver
                    ? Future.failedFuture(new OutcomeUnknown("no row for a remembered request"))
                    : settleFirst(campaignId, sequence, pauseMs)
                            .compose(settled -> look(campaignId, outcomeId, sequence, 2 * pauseMs));
        });
    }

    /**
     * After a moment: a batch of another event loop is queued here by now, and waited for. Any other batch is settled here,
     * unless somebody is at it.
     */
    private Future<?> settleFirst(String campaignId, long sequence, long pauseMs) {
        return vertx.timer(pauseMs, TimeUnit.MILLISECONDS)
                .compose(waited -> settler.queued(campaignId, sequence).isPresent()
                        ? queued(campaignId, sequence)
                        : catchUp.settle(campaignId).<Void>mapEmpty().recover(PgReplays::leftToTheReload));
    }

    /** Who settles asks for the reload that cures it; until then the row is on nobody's way. */
    private static Future<Void> leftToTheReload(Throwable e) {
        return e instanceof Disagreement ? Future.succeededFuture() : Future.failedFuture(e);
    }

    private static Future<Settled> unknownWhenLate(Throwable e) {
        return Future.failedFuture(e instanceof TimeoutException ? new OutcomeUnknown("not settled in time") : e);
    }
}
