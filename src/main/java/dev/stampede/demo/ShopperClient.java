package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a shopper's app does: it repeats what was not answered, always with the same key, and gives up in the end. */
final class ShopperClient {
    private static final int MOST_TRIES = 12;
    private static final long PAUSE_MS = 400;
    private static final int PAUSE_GROWS_UNTIL = 3;

    private final Vertx vertx;
    private final Calls calls;
    private final Turnstile turnstile;
    private final Figures figures;
    private final RandomGenerator random;
    private final URI server;

    ShopperClient(Vertx vertx, Calls calls, Figures figures, RandomGenerator random, URI server) {
        this.vertx = vertx;
        this.calls = calls;
        this.turnstile = new Turnstile(Calls.MOST_CONNECTIONS);
        this.figures = figures;
        this.random = random;
        this.server = server;
    }

    /** The engine's time of day: {@code {now}}. */
    Future<Reply> time() {
        return calls.get(server, "/v1/time", null);
    }

    /** The campaign as everybody sees it. */
    Future<Reply> campaign(String campaignId) {
        return calls.get(server, "/v1/campaigns/" + campaignId, null);
    }

    /** The same, asked by a shopper. */
    Future<Reply> look(String campaignId) {
        return known(false, () -> campaign(campaignId));
    }

    Future<Reply> purchase(Shopper shopper, String campaignId, String key, int quantity) {
        String path = "/v1/campaigns/" + campaignId + "/actions/purchase";
        ObjectNode body = Json.object().put("quantity", quantity);
        return known(false, () -> {
            long sent = figures.now();
            return calls.post(server, path, shopper.token(), key, body)
                    .onSuccess(reply -> figures.purchase(reply, sent));
        });
    }

    /** Any action of a campaign. */
    Future<Reply> act(String token, String campaignId, String action, String key, ObjectNode body) {
        String path = "/v1/campaigns/" + campaignId + "/actions/" + action;
        return known(true, () -> calls.post(server, path, token, key, body));
    }

    /** A team or a chain, as everybody sees it. */
    Future<Reply> formation(String formationId) {
        return known(true, () -> calls.get(server, "/v1/formations/" + formationId, null));
    }

    /** The payment intent of an order. */
    Future<Reply> pay(String token, String orderId) {
        String path = "/v1/orders/" + orderId + "/pay";
        return known(true, () -> calls.post(server, path, token, "pay-" + orderId, Json.object()));
    }

    /** Gives up an order that is not paid. */
    Future<Reply> cancel(Shopper shopper, String orderId) {
        String path = "/v1/orders/" + orderId + "/cancel";
        return known(true, () -> calls.post(server, path, shopper.token(), "cancel-" + orderId, Json.object()));
    }

    /** What the provider of the payment sends; posting it is the payment. */
    Future<Reply> notifyPaid(ObjectNode notice) {
        return known(true, () -> calls.post(server, "/v1/payments/simulated/notify", null, null, notice));
    }

    Future<Reply> order(String token, String orderId) {
        return known(true, () -> calls.get(server, "/v1/orders/" + orderId, token));
    }

    private Future<Reply> known(boolean isUrgent, Supplier<Future<Reply>> call) {
        return known(isUrgent, call, 1);
    }

    private Future<Reply> known(boolean isUrgent, Supplier<Future<Reply>> call, int tries) {
        return turnstile
                .pass(isUrgent, call)
                .onSuccess(reply -> figures.answered())
                .compose(reply -> reply.isOpen() && tries < MOST_TRIES
                        ? vertx.timer(pauseMs(tries), TimeUnit.MILLISECONDS)
                                .compose(waited -> known(isUrgent, call, tries + 1))
                        : Future.succeededFuture(reply));
    }

    private long pauseMs(int tries) {
        long pause = PAUSE_MS * Math.min(PAUSE_GROWS_UNTIL, tries);
        return random.nextLong(pause / 2, pause);
    }
}
