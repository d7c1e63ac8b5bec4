package dev.stampede.participation;

import dev.stampede.kind.Take;
import dev.stampede.settlement.PgReloadWanted;
import dev.stampede.settlement.PgSettler;
import dev.stampede.settlement.Settled;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;

/** Everything that a take needs from Redis and from settlement, for one event loop. */
public final class RedisTaking {
    private static final Future<TakeAnswer> SOLD_OUT = Future.succeededFuture(new TakeAnswer("SOLD_OUT", "", 0, null));

    private final RedisBatcher batcher;
    private final RedisSoldOut soldOut;
    private final PgReplays replays;
    private final PgSettler settler;
    private final PgReloadWanted reloads;
    private final BooleanSupplier mayAccept;

    /** @param mayAccept false while this node must not make ids */
    public RedisTaking(
            RedisBatcher batcher,
            RedisSoldOut soldOut,
            PgReplays replays,
            PgSettler settler,
            PgReloadWanted reloads,
            BooleanSupplier mayAccept) {
        this.batcher = batcher;
        this.soldOut = soldOut;
        this.replays = replays;
        this.settler = settler;
        this.reloads = reloads;
        this.mayAccept = mayAccept;
    }

    /** Whether a take must be refused before Redis: what is queued could not be settled, or waits too long already. */
    boolean isShut(String campaignId, String action) {
        return !mayAccept.getAsBoolean() || settler.isShut() || batcher.isOverloaded(campaignId, action);
    }

    /** Runs a future that another event loop may have made on this one. */
    <T> Future<T> here(Future<T> future) {
        return batcher.here(future);
    }

    /** Refuses a take that comes too late for the stock, and sends every other one with its neighbours. */
    Future<TakeAnswer> submit(Live<?> live, String action, Take take) {
        SoldOut known = soldOut.refusing(live, action, take);
        return known == null
                ? send(live, action, take)
                : soldOut.stands(live.campaign().id(), known, take)
                        .compose(stands -> stands ? SOLD_OUT : send(live, action, take));
    }

    private Future<TakeAnswer> send(Live<?> live, String action, Take take) {
        return batcher.submit(live, action, take).onSuccess(answer -> soldOut.heard(live, action, take, answer.word()));
    }

    Future<Settled> replayed(String campaignId, String orderId, long sequence) {
        Future<Void> queued = batcher.here(replays.queued(campaignId, sequence));
        return queued.compose(settled -> replays.find(campaignId, orderId, sequence));
    }

    <T> Future<T> fenced(String campaignId, String word) {
        return RedisFault.fenced(reloads, campaignId, word);
    }

    /** A fresh snapshot and still stale: when Redis is the older one, it is loaded anew. */
    Future<Void> stillStale(Live<?> live, TakeAnswer answer) {
        return answer.word().equals("STALE_GENERATION")
                ? RedisFault.staleGeneration(reloads, live.campaign().id(), answer.detail(), live.generation())
                : Future.succeededFuture();
    }
}
