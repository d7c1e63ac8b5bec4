package dev.stampede.push;

import dev.stampede.json.Json;
import dev.stampede.push.PgWebhookQueue.Claim;
import dev.stampede.push.PgWebhookQueue.Progress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits, for the event loop that steps it. A webhook has a few places under way at a time, so that one which stalls
 * keeps nothing from the others; within a place, an event goes when the one before it was accepted.
 */
public final class PgWebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(PgWebhookSender.class);
    private static final int LANES = 8;
    private static final int LANES_A_CLAIM = 4;
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(10);
    private static final int LONGEST_ERROR = 200;

    private final PgWebhookQueue queue;
    private final WebhookSocket socket;
    private final WebhookLadder ladder;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<String> counted;
    private final Runnable wake;
    private final Map<String, Integer> lanes = new HashMap<>();
    private final Set<Future<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;

    /**
     * @param counted hears {@code accepted} or {@code failed} for each attempt, and {@code disabled}
     * @param wake asks for a step soon
     */
    public PgWebhookSender(
            Vertx vertx,
            PgWebhookQueue queue,
            WebhookHosts hosts,
            WebhookLadder ladder,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> counted,
            Runnable wake) {
        this.queue = queue;
        this.socket = new WebhookSocket(vertx, hosts, LANES);
        this.ladder = ladder;
        this.clock = clock;
        this.random = random;
        this.counted = counted;
        this.wake = wake;
    }

    /** Begins to send what is due, and says how many places that are; what is sent goes on behind it. */
    public Future<Integer> step() {
        if (isStopping) {
            return Future.succeededFuture(0);
        }
        Set<String> busy = new HashSet<>();
        lanes.forEach((webhook, count) -> {
            if (count > LANES - LANES_A_CLAIM) {
                busy.add(webhook);
            }
        });
        return queue.claim(LANES_A_CLAIM, busy).map(claims -> {
            claims.forEach(this::start);
            return claims.size();
        });
    }

    /** From any thread: begins nothing new; completes when what is under way has ended, an event for each place at most. */
    public Future<?> stop() {
        isStopping = true;
        return Future.join(new ArrayList<>(underWay));
    }

    private void start(Claim claim) {
        lanes.merge(claim.webhookId(), 1, Integer::sum);
        Future<?> lane = queue.events(claim)
                .compose(events -> new Batch(claim, clock.instant()).send(events, 0))
                .compose(progress -> conclude(claim, progress));
        underWay.add(lane);
        lane.onComplete(ended -> {
            underWay.remove(lane);
            lanes.computeIfPresent(claim.webhookId(), (id, count) -> count > 1 ? count - 1 : null);
            if (ended.failed()) {
                // The lease runs out, and the place is due again.
                LOG.warn("webhook {}: {}", claim.webhookId(), String.valueOf(ended.cause()));
            }
            wake.run();
        });
    }

    /** A place's next events on their way; one after the other, until one is refused or it took long enough. */
    private final class Batch {
        private final Claim claim;
        private final Instant begun;
        private final List<WebhookDelivery> deliveries = new ArrayList<>();

        Batch(Claim claim, Instant begun) {
            this.claim = claim;
            this.begun = begun;
        }

        Future<Progress> send(List<LoggedEvent> events, int next) {
            long through =
                    next == 0 ? claim.deliveredThrough() : events.get(next - 1).position();
            if (events.isEmpty()) {
                return ended(claim.newest(), 0, Duration.ZERO);
            }
            if (next == events.size() || isStopping || clock.instant().isAfter(begun.plus(LONGEST_BATCH))) {
                return ended(through, next == 0 ? claim.attempts() : 0, Duration.ZERO);
            }
            int attempt = next == 0 ? claim.attempts() + 1 : 1;
            return deliver(claim, events.get(next), attempt).compose(delivery -> {
                deliveries.add(delivery);
                counted.accept(delivery.isAccepted() ? "accepted" : "failed");
                return delivery.isAccepted()
                        ? send(events, next + 1)
                        : ended(through, attempt, ladder.pause(attempt, random));
            });
        }

        private Future<Progress> ended(long through, int attempts, Duration pause) {
            return Future.succeededFuture(new Progress(through, attempts, pause, deliveries));
        }
    }

    /** One attempt; whatever comes of it is told, never thrown. */
    private Future<WebhookDelivery> deliver(Claim claim, LoggedEvent event, int attempt) {
        Instant at = clock.instant();
        byte[] body = Json.bytes(event.json());
        long seconds = at.getEpochSecond();
        Map<String, String> headers = Map.of(
                "Content-Type", "application/json",
                "User-Agent", "Stampede",
                "webhook-id", event.id(),
                "webhook-timestamp", Long.toString(seconds),
                "webhook-signature", WebhookSecret.sign(claim.secrets(), event.id(), seconds, body));
        return socket.post(claim.url(), headers, body)
                .transform(answer -> Future.succeededFuture(new WebhookDelivery(
                        event.id(),
                        event.type(),
                        event.campaignId(),
                        at,
                        attempt,
                        answer.result(),
                        answer.succeeded() ? null : reason(answer.cause()),
                        Math.max(0, clock.millis() - at.toEpochMilli()))));
    }

    /** Who is gone is disabled before the lease goes back, and so not asked once more. */
    private Future<Void> conclude(Claim claim, Progress progress) {
        boolean isGone = progress.deliveries().stream().anyMatch(WebhookDelivery::isGone);
        if (isGone) {
            return disable(claim, Duration.ZERO, "gone").compose(disabled -> queue.done(claim, progress));
        }
        return queue.done(claim, progress)
                .compose(done -> progress.attempts() == 0
                        ? Future.succeededFuture()
                        : disable(claim, ladder.patience(), "failing"));
    }

    private Future<Void> disable(Claim claim, Duration patience, String reason) {
        return queue.disable(claim, patience, reason).map(isDisabled -> {
            if (isDisabled) {
                counted.accept("disabled");
                LOG.warn("webhook {} is disabled: its receiver is {}", claim.webhookId(), reason);
            }
            return null;
        });
    }

    private static String reason(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        String text = Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
    }
}
