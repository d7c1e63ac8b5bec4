package dev.stampede.participation;

import dev.stampede.kind.Take;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The takes of one campaign and action that wait on one event loop, in the order in which they came. */
final class RedisLane {
    static final int MOST_A_BATCH = 128;

    /** So many takes are company enough. */
    static final int COMPANY = 16;

    record Name(String campaignId, String action) {}

    /** One take that waits for its word. */
    record Waiting(Live<?> live, Take take, long since, Promise<TakeAnswer> promise) {
        private boolean sharesBatchWith(Waiting other) {
            return live.isSame(other.live) && take.windows().equals(other.take.windows());
        }
    }

    final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    int inFlight;
    boolean isDue;
    boolean waitsAMoment;

    boolean hasCompany() {
        return queue.size() >= COMPANY;
    }

    boolean isFull() {
        return queue.size() >= MOST_A_BATCH;
    }

    /** Takes out the first ones, as far as they were decided on the same snapshot and windows; one batch at most. */
    List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        Waiting head = queue.peek();
        while (head != null && batch.size() < MOST_A_BATCH && (batch.isEmpty() || head.sharesBatchWith(batch.get(0)))) {
            batch.add(queue.remove());
            head = queue.peek();
        }
        return batch;
    }
}
