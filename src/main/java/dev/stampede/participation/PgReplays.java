package dev.stampede.participation;

import dev.stampede.order.PgOrders;
import dev.stampede.settlement.OutcomeUnknown;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.RedisCatchUp;
import dev.stampede.settlement.Settled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Answers a repeated request from the row that its first one became, waiting for that row when it is on its way. */
public final class PgReplays {
    private static final long PATIENCE_MS = 20;
    private static final long QUEUED_MS = 1_900;
    private static final long ANSWER_WITHIN_MS = 2_000;

    private final Vertx vertx;
    private final PgOrders orders;
    private final PgSettler settler;
    private final RedisCatchUp catchUp;

    public PgReplays(Vertx vertx, PgOrders orders, PgSettler settler, RedisCatchUp catchUp) {
        this.vertx = vertx;
        this.orders = orders;
        this.settler = settler;
        this.catchUp = catchUp;
    }

    /**
     * The row of an accepted request.
     *
     * @param sequence of its outbox entry; 0 when a reload wrote the key, whose row then stands
     * @return fails with {@link OutcomeUnknown} when there is no row: the repeat is then a new request
     */
    Future<Settled> find(String campaignId, String orderId, long sequence) {
        return orders.find(orderId)
                .compose(row -> row.isPresent() || sequence == 0
                        ? Future.succeededFuture(row)
                        : settleFirst(campaignId).compose(settled -> orders.find(orderId)))
                .timeout(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
                .compose(row -> row.map(order -> Future.succeededFuture(new Settled(order)))
                        .orElseGet(() -> Future.failedFuture(new OutcomeUnknown("no row for a remembered request"))));
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

    /** Another node's batch: after a moment this node settles it. */
    private Future<Integer> settleFirst(String campaignId) {
        return vertx.timer(PATIENCE_MS, TimeUnit.MILLISECONDS).compose(waited -> catchUp.settle(campaignId));
    }
}
