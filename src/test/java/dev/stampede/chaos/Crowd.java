package dev.stampede.chaos;

import dev.stampede.chaos.History.Wish;
import dev.stampede.chaos.History.Word;
import dev.stampede.testing.Await;
import dev.stampede.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Shoppers who buy over HTTP, so many at once, each repeating a request that was not answered under its own key until it is.
 * Every fourth one asks again after a 201.
 */
final class Crowd {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long RETRY_MS = 100;

    private final Vertx vertx;
    private final List<Shop> shops;
    private final String campaign;
    private final History history = new History();
    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private Future<?> buying = Future.succeededFuture();

    /** @param shops asked in turn */
    Crowd(Vertx vertx, String campaign, Shop... shops) {
        this.vertx = vertx;
        this.campaign = campaign;
        this.shops = List.of(shops);
    }

    History history() {
        return history;
    }

    /** Begins to buy: each shopper has so many wishes of one unit, in an order that the seed decides. */
    Crowd start(int shoppers, int wishesEach, int atOnce, long seed) {
        List<Wish> all = new ArrayList<>();
        for (int shopper = 0; shopper < shoppers; shopper++) {
            for (int wish = 0; wish < wishesEach; wish++) {
                all.add(new Wish("shopper-" + shopper, "wish-" + seed + "-" + shopper + "-" + wish, 1));
            }
        }
        Collections.shuffle(all, new Random(seed));
        wishes.addAll(all);
        buying = Future.join(IntStream.range(0, atOnce).mapToObj(line -> line()).toList());
        return this;
    }

    /** Begins to ask: shoppers who want one unit each, ask once, and leave whatever they are told. */
    Crowd startLeaving(int shoppers, int atOnce, String name) {
        for (int shopper = 0; shopper < shoppers; shopper++) {
            wishes.add(new Wish(name + "-" + shopper, "only-" + name + "-" + shopper, 1));
        }
        buying = Future.join(
                IntStream.range(0, atOnce).mapToObj(line -> leaving()).toList());
        return this;
    }

    private Future<Void> leaving() {
        Wish wish = wishes.poll();
        return wish == null ? Future.succeededFuture() : ask(wish).compose(word -> leaving());
    }

    /** Returns when so many 201 have been told. */
    Crowd awaitOks(int count) {
        Await.until(count + " purchases, now " + history.summary(), SOON, () -> history.oks() >= count);
        return this;
    }

    /** Returns when every wish is answered. */
    History finish() {
        try {
            buying.await(SOON.toMillis(), TimeUnit.MILLISECONDS);
            return history;
        } catch (TimeoutException e) {
            throw new AssertionError("shoppers still wait: " + history.summary(), e);
        }
    }

    /** One purchase more, not repeated. */
    Word buy(String shopper, String key) {
        return TestDatabase.get(ask(new Wish(shopper, key, 1)));
    }

    private Future<Void> line() {
        Wish wish = wishes.poll();
        return wish == null
                ? Future.succeededFuture()
                : until(wish)
                        .compose(word -> word == Word.OK && wish.key().hashCode() % 4 == 0
                                ? until(wish)
                                : Future.succeededFuture(word))
                        .compose(done -> line());
    }

    /** Asks until there is an answer. */
    Future<Word> until(Wish wish) {
        return ask(wish)
                .compose(word -> word != Word.UNKNOWN
                        ? Future.succeededFuture(word)
                        : vertx.timer(RETRY_MS, TimeUnit.MILLISECONDS).compose(waited -> until(wish)));
    }

    private Future<Word> ask(Wish wish) {
        Shop shop = shops.get(Math.floorMod(turn.getAndIncrement(), shops.size()));
        return shop.purchase(campaign, wish.shopper(), wish.key(), wish.quantity())
                .map(reply -> history.heard(wish, reply))
                .otherwise(e -> history.unheard(wish, e));
    }
}
