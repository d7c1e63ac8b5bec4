package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One shopper at one sale. Nothing here fails: what went wrong is in the books. */
final class Visit {
    private static final String CLICK = "click-on-lamp";
    private static final String RETURN = "click-again-later";
    private static final int GREEDY_CLICKS = 4;
    private static final long KNOCK_EVERY_MS = 40;
    private static final long KNOCKS_UNTIL_MS = 5_000;
    private static final long IN_TIME_MS = 200;
    private static final long LATE_BY_MS = 1_300;

    private final Scene scene;
    private final Shopper shopper;
    private boolean isEmptyHanded = true;
    private boolean wasSoldOut;
    private Future<Void> later = Future.succeededFuture();

    Visit(Scene scene, Shopper shopper) {
        this.scene = scene;
        this.shopper = shopper;
    }

    /** Waiting at the door, the rush, and the payment of what it brought. */
    Future<Void> first() {
        Future<Void> shopped = (shopper.isEarly() ? peek() : scene.pause(0))
                .compose(peeked -> scene.until(shopper.clicksAtMs()))
                .compose(now -> switch (shopper.clicks()) {
                    case ONCE -> buy(CLICK).compose(this::pay);
                    case TWICE -> buyTwice();
                    case GREEDILY -> buyGreedily();
                });
        return shopper.looks() ? Future.all(look(), shopped).mapEmpty() : shopped;
    }

    /** Whoever found nothing left and has patience tries until there is something, or {@code isOver}. */
    Future<Void> second(BooleanSupplier isOver) {
        if (!isEmptyHanded || !wasSoldOut || !shopper.comesBack() || isOver.getAsBoolean()) {
            return Future.succeededFuture();
        }
        return scene.pause(shopper.returnsEveryMs())
                .compose(now -> buy(RETURN))
                .compose(receipt -> receipt.isEmpty() ? second(isOver) : pay(receipt));
    }

    /** What the shopper still does when the others have long paid. */
    Future<Void> last() {
        return later;
    }

    private Future<Void> look() {
        return scene.until(shopper.looksAtMs())
                .compose(now -> scene.client().look(scene.campaignId()))
                .mapEmpty();
    }

    /** A click before the opening, with the key of the one at the opening: a refusal does not use it up. */
    private Future<Void> peek() {
        return scene.until(shopper.peeksAtMs())
                .compose(now -> scene.client().purchase(shopper, scene.campaignId(), CLICK, shopper.quantity()))
                .onSuccess(reply -> note(CLICK, reply))
                .mapEmpty();
    }

    private Future<Void> buyTwice() {
        Future<Optional<Receipt>> one = buy(CLICK);
        Future<Optional<Receipt>> other = buy(CLICK);
        return Future.all(one, other).compose(both -> {
            scene.books().clickedTwice(shopper.id(), orderId(one.result()).equals(orderId(other.result())));
            return pay(one.result().or(other::result));
        });
    }

    private Future<Void> buyGreedily() {
        List<Future<Void>> bought = IntStream.rangeClosed(1, GREEDY_CLICKS)
                .mapToObj(i -> buy(CLICK + "-" + i).compose(this::pay))
                .toList();
        return Future.all(bought).mapEmpty();
    }

    private static Optional<String> orderId(Optional<Receipt> receipt) {
        return receipt.map(Receipt::orderId);
    }

    /** Clicks, and clicks on while the doors are not open yet. */
    private Future<Optional<Receipt>> buy(String key) {
        return scene.client()
                .purchase(shopper, scene.campaignId(), key, shopper.quantity())
                .compose(reply -> reply.code().equals("NOT_STARTED") && scene.sinceOpeningMs() < KNOCKS_UNTIL_MS
                        ? scene.pause(KNOCK_EVERY_MS).compose(now -> buy(key))
                        : Future.succeededFuture(note(key, reply)));
    }

    private Optional<Receipt> note(String key, Reply reply) {
        if (reply.isOpen()) {
            scene.books().unresolved();
        }
        wasSoldOut = reply.code().equals("SOLD_OUT");
        if (!reply.isDone()) {
            return Optional.empty();
        }
        isEmptyHanded = false;
        Receipt receipt = Receipt.of(shopper.id(), key, shopper.quantity(), reply);
        scene.books().ordered(receipt);
        return Optional.of(receipt);
    }

    private Future<Void> pay(Optional<Receipt> held) {
        if (held.isEmpty()) {
            return Future.succeededFuture();
        }
        Receipt receipt = held.get();
        Future<Void> thought = scene.pause(shopper.paysAfterMs());
        return switch (shopper.intent()) {
            case LEAVES -> Future.succeededFuture();
            case CANCELS -> thought.compose(now -> cancel(receipt));
            case PAYS -> thought.compose(now -> open(receipt)).compose(intent -> deliver(receipt, intent));
            case PAYS_LATE -> {
                later = Future.all(later, thought.compose(now -> open(receipt)).compose(i -> payLate(receipt, i)))
                        .mapEmpty();
                yield Future.succeededFuture();
            }
        };
    }

    private Future<Void> cancel(Receipt receipt) {
        return inTime(receipt, () -> scene.client().cancel(shopper, receipt.orderId()))
                .onSuccess(answer -> {
                    if (answer.isDone()) {
                        scene.books().cancelled(receipt);
                    }
                })
                .mapEmpty();
    }

    private Future<Reply> open(Receipt receipt) {
        return inTime(receipt, () -> scene.client().pay(shopper.token(), receipt.orderId()));
    }

    private Future<Void> payLate(Receipt receipt, Reply intent) {
        return scene.pause(msLeft(receipt) + LATE_BY_MS).compose(now -> deliver(receipt, intent));
    }

    /** Lets the courier bring the notice of the payment; nothing when there is no intent. */
    private Future<Void> deliver(Receipt receipt, Reply intent) {
        Future<Void> delivered = Future.succeededFuture();
        if (!intent.isDone()) {
            return delivered;
        }
        ObjectNode notice = intent.body().withObject("/client").withObject("/notify");
        for (UnrulyCourier.Letter letter : scene.courier().letters(notice)) {
            delivered = delivered
                    .compose(last -> scene.pause(letter.afterMs()))
                    .compose(now -> scene.client().notifyPaid(letter.notice()))
                    .compose(taken -> note(receipt, letter, taken));
        }
        return delivered;
    }

    /** The notice was taken, or not; then a look what became of the order. */
    private Future<Void> note(Receipt receipt, UnrulyCourier.Letter letter, Reply taken) {
        if (taken.isOpen()) {
            scene.books().unresolved();
        }
        if (taken.isDone() && !letter.isRight()) {
            scene.books().wronglyPaid(receipt);
        }
        return taken.isDone() ? look(receipt, msLeft(receipt) >= 0) : Future.succeededFuture();
    }

    private Future<Void> look(Receipt receipt, boolean isInTime) {
        return scene.client()
                .order(shopper.token(), receipt.orderId())
                .onSuccess(found -> scene.books()
                        .paid(
                                receipt,
                                isInTime,
                                found.isDone() && Seen.of(found.body()).isSold(),
                                scene.sinceOpeningMs()))
                .mapEmpty();
    }

    /** Whoever sees that the time is over pays no more. */
    private Future<Reply> inTime(Receipt receipt, Supplier<Future<Reply>> step) {
        return msLeft(receipt) < IN_TIME_MS ? Future.succeededFuture(Reply.TOO_LATE) : step.get();
    }

    private long msLeft(Receipt receipt) {
        return receipt.payBy().toEpochMilli() - scene.clock().millis();
    }
}
