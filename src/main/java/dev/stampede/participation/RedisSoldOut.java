package dev.stampede.participation;

import dev.stampede.kind.Take;
import dev.stampede.redis.Commands;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The short cut of a campaign that is sold out, for one event loop. Who never took anything in it is refused without the script,
 * by one look at the campaign's mark for all who came while the previous look was in flight. The look is sent after each of them
 * came, so no answer is older than its request. Behind an answer a few wait for company, for a millisecond: a look costs more
 * than a refusal (ADR 0050).
 */
public final class RedisSoldOut {
    /** So many are company enough. */
    static final int COMPANY = 24;

    private static final long MOMENT_MS = 1;
    private static final int MOST_WAITING = 8_192;

    private final Vertx vertx;
    private final Context context;
    private final RedisTakers redis;
    private final SoldOutMemory memory;
    private final ToLongFunction<String> settledThrough;
    private final InstantSource clock;
    private final Map<String, Lookers> lookers = new HashMap<>();
    private int waiting;

    /** A take that is refused if what was known when it came still stands. */
    private record Looker(SoldOut known, Take take, Promise<Boolean> stands) {}

    /** Those of one campaign. */
    private static final class Lookers {
        List<Looker> queue = new ArrayList<>();
        boolean inFlight;
        boolean isDue;
        boolean waitsAMoment;

        boolean hasCompany() {
            return queue.size() >= COMPANY;
        }
    }

    /** @param settledThrough of a campaign: the newest sequence that this node knows to be settled */
    public RedisSoldOut(
            Vertx vertx,
            Commands commands,
            SoldOutMemory memory,
            ToLongFunction<String> settledThrough,
            InstantSource clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.redis = new RedisTakers(commands);
        this.memory = memory;
        this.settledThrough = settledThrough;
        this.clock = clock;
    }

    /** What refuses the take if it still {@link #stands}, or null: the script is to be asked. */
    @Nullable
    SoldOut refusing(Live<?> live, String action, Take take) {
        SoldOut known = memory.find(live.campaign().id());
        return known != null && waiting < MOST_WAITING && known.refuses(live, action, take) ? known : null;
    }

    /** Looks whether nothing has happened in the campaign since. When Redis does not say so, it does not stand. */
    Future<Boolean> stands(String campaignId, SoldOut known, Take take) {
        Lookers all = lookers.computeIfAbsent(campaignId, absent -> new Lookers());
        Promise<Boolean> stands = Promise.promise();
        all.queue.add(new Looker(known, take, stands));
        waiting++;
        if (all.waitsAMoment) {
            if (all.hasCompany()) {
                look(campaignId, all);
            }
        } else if (!all.inFlight && !all.isDue) {
            all.isDue = true;
            context.runOnContext(turn -> {
                all.isDue = false;
                look(campaignId, all);
            });
        }
        return stands.future();
    }

    /** Hears what a script said to a take, and reads what there is to remember when that was {@code SOLD_OUT}. */
    void heard(Live<?> live, String action, Take take, String word) {
        String campaignId = live.campaign().id();
        if (!word.equals("SOLD_OUT") || !live.sellsFromStockAlone(action) || isKnown(live, take)) {
            return;
        }
        if (memory.begins(campaignId, clock.millis())) {
            redis.read(live.campaign(), action)
                    .otherwise(Optional.empty())
                    .onSuccess(read -> remember(campaignId, read.orElse(null)));
        }
    }

    private void remember(String campaignId, @Nullable SoldOut read) {
        if (read != null) {
            memory.keep(campaignId, read);
        }
        memory.ended(campaignId, read == null ? 0 : read.takers().names(), clock.millis());
    }

    /** Whether others who want as much are refused already: this one only may have taken something. */
    private boolean isKnown(Live<?> live, Take take) {
        SoldOut known = memory.find(live.campaign().id());
        return known != null && known.isTooLittle(live, take);
    }

    private void look(String campaignId, Lookers all) {
        if (all.inFlight) {
            return;
        }
        if (all.queue.isEmpty()) {
            lookers.remove(campaignId, all);
            return;
        }
        List<Looker> batch = all.queue;
        all.queue = new ArrayList<>();
        all.inFlight = true;
        waiting -= batch.size();
        long sentAt = clock.millis();
        redis.mark(campaignId).otherwise(Optional.empty()).onSuccess(mark -> {
            all.inFlight = false;
            answer(campaignId, batch, mark.orElse(null), sentAt);
            goOn(campaignId, all);
        });
    }

    private void goOn(String campaignId, Lookers all) {
        if (all.queue.isEmpty() || all.hasCompany()) {
            look(campaignId, all);
        } else if (!all.waitsAMoment) {
            all.waitsAMoment = true;
            vertx.setTimer(MOMENT_MS, over -> {
                all.waitsAMoment = false;
                look(campaignId, all);
            });
        }
    }

    private void answer(String campaignId, List<Looker> batch, @Nullable StockMark mark, long sentAt) {
        long now = clock.millis();
        long settled = settledThrough.applyAsLong(campaignId);
        for (Looker one : batch) {
            boolean stands = one.known().standsAt(mark, settled);
            if (!stands) {
                memory.forget(campaignId, one.known());
            }
            one.stands().complete(stands && one.known().sells(one.take(), sentAt, now));
        }
    }
}
