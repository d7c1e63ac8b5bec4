package dev.stampede.boot;

import dev.stampede.http.Routes;
import dev.stampede.push.PgWebhookQueue;
import dev.stampede.push.PgWebhookSender;
import dev.stampede.push.PgWebhooks;
import dev.stampede.push.WebhookHosts;
import dev.stampede.push.WebhookLadder;
import dev.stampede.push.WebhookRoutes;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** What sends events to webhooks. */
final class WebhookParts {
    private static final long DRAIN_MS = 2_000;

    final PgWebhookQueue queue;
    final PgWebhookSender sender;

    private final Parts parts;
    private final WebhookHosts hosts;

    WebhookParts(Parts parts) {
        this.parts = parts;
        this.hosts = new WebhookHosts(parts.settings.webhookHosts());
        this.queue = new PgWebhookQueue(parts.pool, parts.ids);
        this.sender = new PgWebhookSender(
                parts.vertx,
                queue,
                hosts,
                WebhookLadder.standard(),
                parts.clock,
                parts.random,
                parts.metrics::webhook,
                () -> parts.wakers.wake("webhook_send"));
    }

    /** Where the push service registers its own. */
    Routes routes() {
        return new WebhookRoutes(
                new PgWebhooks(parts.pool, parts.ids),
                hosts,
                parts.guard,
                parts.random,
                () -> parts.wakers.wake("webhook_spread"));
    }

    /** Counts new events in, and has them sent. */
    Future<Integer> spread() {
        return queue.spread().onSuccess(moved -> {
            if (moved > 0) {
                parts.wakers.wake("webhook_send");
            }
        });
    }

    /** Begins nothing new. What does not end soon is sent once more by whoever leases it next. */
    Future<?> drain() {
        return sender.stop().timeout(DRAIN_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
