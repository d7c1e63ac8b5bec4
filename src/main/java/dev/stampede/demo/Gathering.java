package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What friends do in a campaign in which they complete something together, and what they note of it. For one thread. */
final class Gathering {
    private static final long LOOK_EVERY_MS = 300;
    private static final long PATIENCE_MS = 60_000;

    private final Scene scene;
    private final UnaryOperator<String> tokens;
    private final Map<String, Long> ends = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long unresolved;

    /** @param tokens signs for a shopper's id */
    Gathering(Scene scene, UnaryOperator<String> tokens) {
        this.scene = scene;
        this.tokens = tokens;
    }

    Scene scene() {
        return scene;
    }

    Guest guest(String id) {
        return new Guest(id, tokens.apply(id));
    }

    Gathered gathered(String word) {
        return new Gathered(word, ends, unresolved, complaints);
    }

    void complain(String what) {
        complaints.add(what);
    }

    /** How many are in which state so far. */
    Map<String, Long> ends() {
        return Map.copyOf(ends);
    }

    /** One action, under a key that the guest uses for nothing else in this campaign. */
    Future<Reply> act(Guest guest, String action, String key, ObjectNode body) {
        return scene.client()
                .act(guest.token(), scene.campaignId(), action, action.replace('_', '-') + "-" + key, body)
                .onSuccess(reply -> unresolved += reply.isOpen() ? 1 : 0);
    }

    /** Pays an order in full. */
    Future<Void> pay(Guest guest, String orderId) {
        return scene.client()
                .pay(guest.token(), orderId)
                .compose(intent ->
                        intent.isDone() ? scene.client().notifyPaid(notice(intent)) : Future.succeededFuture(intent))
                .onSuccess(reply -> unresolved += reply.isOpen() ? 1 : 0)
                .mapEmpty();
    }

    /** Waits until the formation is as it should be, or patience ends, and counts how it is then. */
    Future<Reply> end(String formationId, String wanted) {
        return until(
                        () -> scene.client().formation(formationId),
                        reply -> reply.body().path("state").asText().equals(wanted))
                .onSuccess(reply -> {
                    String state = reply.body().path("state").asText();
                    ends.merge(state, 1L, Long::sum);
                    if (!state.equals(wanted)) {
                        complain("%s should be %s and is %s".formatted(formationId, wanted, state));
                    }
                });
    }

    /** Waits until the order is in that state; it is a complaint when it does not come. */
    Future<Void> expect(Guest guest, String orderId, String wanted) {
        return until(
                        () -> scene.client().order(guest.token(), orderId),
                        reply -> reply.body().path("state").asText().equals(wanted))
                .onSuccess(reply -> {
                    String state = reply.body().path("state").asText();
                    if (!state.equals(wanted)) {
                        complain("order %s of %s should be %s and is %s".formatted(orderId, guest.id(), wanted, state));
                    }
                })
                .mapEmpty();
    }

    /** Completes when it is done for each. */
    static <T> Future<Void> each(List<T> all, Function<T, Future<Void>> work) {
        return Future.all(all.stream().map(work).toList()).mapEmpty();
    }

    static String orderId(Reply reply) {
        return reply.body().at("/order/id").asText();
    }

    private Future<Reply> until(Supplier<Future<Reply>> look, Predicate<Reply> isSo) {
        return until(look, isSo, scene.clock().millis() + PATIENCE_MS);
    }

    private Future<Reply> until(Supplier<Future<Reply>> look, Predicate<Reply> isSo, long untilMs) {
        return look.get()
                .compose(reply ->
                        isSo.test(reply) || isRefused(reply) || scene.clock().millis() > untilMs
                                ? Future.succeededFuture(reply)
                                : scene.pause(LOOK_EVERY_MS).compose(later -> until(look, isSo, untilMs)));
    }

    /** What the engine does not know will not come about. */
    private static boolean isRefused(Reply reply) {
        return !reply.isDone() && !reply.isOpen();
    }

    private static ObjectNode notice(Reply intent) {
        return intent.body().at("/client/notify") instanceof ObjectNode notice ? notice : Json.object();
    }
}
