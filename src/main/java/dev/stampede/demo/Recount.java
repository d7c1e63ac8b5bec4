package dev.stampede.demo;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Goes through all receipts when the rush is over: each key is sent once more and must get the same order, each order is
 * looked up with its shopper's token.
 */
final class Recount {
    private static final long LOOK_EVERY_MS = 250;
    private static final long ENDS_WITHIN_MS = 5_000;

    private final Scene scene;
    private final Map<String, Shopper> shoppers;

    Recount(Scene scene, Map<String, Shopper> shoppers) {
        this.scene = scene;
        this.shoppers = shoppers;
    }

    /** Completes when every order has been looked up, and none waits for its money any more or for where it goes. */
    Future<Void> run() {
        List<Receipt> all = List.copyOf(scene.books().receipts());
        long latest = all.stream()
                .mapToLong(receipt -> receipt.payBy().toEpochMilli())
                .max()
                .orElse(0);
        return Future.all(all.stream().map(this::repeat).toList())
                .compose(repeated -> lookUp(all, Math.max(latest, scene.clock().millis()) + ENDS_WITHIN_MS));
    }

    private Future<Void> repeat(Receipt receipt) {
        Shopper shopper = shopper(receipt);
        return scene.client()
                .purchase(shopper, scene.campaignId(), receipt.key(), receipt.asked())
                .onSuccess(reply -> {
                    if (reply.isDone()) {
                        scene.books().ordered(Receipt.of(shopper.id(), receipt.key(), receipt.asked(), reply));
                    } else if (reply.isOpen()) {
                        scene.books().unresolved();
                    } else {
                        scene.books().refusedAgain(receipt, reply.label());
                    }
                })
                .mapEmpty();
    }

    private Future<Void> lookUp(List<Receipt> receipts, long untilMs) {
        return Future.all(receipts.stream().map(this::lookUp).toList()).compose(looked -> {
            List<Receipt> onTheirWay = receipts.stream()
                    .filter(receipt -> scene.books().isOnItsWay(receipt.orderId()))
                    .toList();
            return onTheirWay.isEmpty() || scene.clock().millis() > untilMs
                    ? Future.succeededFuture()
                    : scene.pause(LOOK_EVERY_MS).compose(now -> lookUp(onTheirWay, untilMs));
        });
    }

    private Future<Void> lookUp(Receipt receipt) {
        return scene.client()
                .order(shopper(receipt).token(), receipt.orderId())
                .onSuccess(reply -> {
                    if (reply.isDone()) {
                        scene.books().found(Seen.of(reply.body()));
                    }
                })
                .mapEmpty();
    }

    private Shopper shopper(Receipt receipt) {
        Shopper shopper = shoppers.get(receipt.shopper());
        if (shopper == null) {
            throw new IllegalStateException("a receipt of nobody: " + receipt);
        }
        return shopper;
    }
}
