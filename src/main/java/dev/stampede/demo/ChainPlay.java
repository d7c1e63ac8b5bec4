package dev.stampede.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Chains of a bargain: one helper too many comes to each, some get too few, some owners let their first claim lapse. */
final class ChainPlay {
    static final int HELPERS = 4;
    static final int START_FEN = 2_990;
    static final int FLOOR_FEN = 990;
    private static final int SHOPPERS_A_CHAIN = 80;
    private static final int MOST_CHAINS = 25;

    private final Gathering gathering;
    private final RandomGenerator dice;
    private final int chains;

    ChainPlay(Gathering gathering, RandomGenerator dice, int shoppers) {
        this.gathering = gathering;
        this.dice = dice;
        this.chains = chains(shoppers);
    }

    static int chains(int shoppers) {
        return Math.max(2, Math.min(MOST_CHAINS, shoppers / SHOPPERS_A_CHAIN));
    }

    Future<Gathered> play() {
        List<Future<Void>> played =
                IntStream.range(0, chains).mapToObj(this::chain).toList();
        return Future.all(played).map(all -> gathering.gathered("chains"));
    }

    private Future<Void> chain(int number) {
        Guest owner = gathering.guest("chain-" + number + "-owner");
        int fate = dice.nextInt(5);
        return gathering
                .scene()
                .until(dice.nextLong(0, 500))
                .compose(open -> gathering.act(owner, "start_chain", "one", Json.object()))
                .compose(started -> {
                    String chain = started.body().at("/formation/id").asText();
                    if (!started.isDone()) {
                        return complain("no chain for " + owner.id() + ": " + started.label());
                    }
                    return switch (fate) {
                        case 0 ->
                            help(number, chain, HELPERS - 2)
                                    .compose(helped ->
                                            gathering.end(chain, "lapsed").mapEmpty());
                        case 1 ->
                            landed(number, chain)
                                    .compose(done -> claim(owner, chain, "one"))
                                    .compose(order -> gathering.expect(owner, order, "expired"))
                                    .compose(lost -> buy(owner, chain, "two"));
                        default -> landed(number, chain).compose(done -> buy(owner, chain, "one"));
                    };
                });
    }

    private Future<Void> landed(int number, String chain) {
        return help(number, chain, HELPERS + 1).map(cut -> {
            if (cut != START_FEN - FLOOR_FEN) {
                gathering.complain("chain %s was cut by %d fen, not %d".formatted(chain, cut, START_FEN - FLOOR_FEN));
            }
            return null;
        });
    }

    /** All at once; the sum of what they were told they cut. */
    private Future<Long> help(int number, String chain, int helpers) {
        List<Future<Reply>> helped = IntStream.range(0, helpers)
                .mapToObj(i -> gathering.act(
                        gathering.guest("chain-" + number + "-helper-" + i), "assist", "one", body(chain)))
                .toList();
        return Future.all(helped).map(all -> helped.stream()
                .mapToLong(reply -> reply.result().body().path("cutFen").asLong())
                .sum());
    }

    private Future<String> claim(Guest owner, String chain, String key) {
        return gathering.act(owner, "claim", key, body(chain)).map(reply -> {
            if (reply.body().at("/order/amountFen").asLong() != FLOOR_FEN) {
                gathering.complain("chain %s was claimed with %s".formatted(chain, reply.label()));
            }
            return Gathering.orderId(reply);
        });
    }

    /** A claim that lapsed gives the chain back to Redis a moment later. */
    private Future<Void> buy(Guest owner, String chain, String key) {
        return buy(owner, chain, key, 1);
    }

    private Future<Void> buy(Guest owner, String chain, String key, int tries) {
        return gathering.act(owner, "claim", key + "-" + tries, body(chain)).compose(reply -> {
            if (!reply.isDone() && tries < 20) {
                return gathering.scene().pause(100).compose(later -> buy(owner, chain, key, tries + 1));
            }
            String order = Gathering.orderId(reply);
            return gathering
                    .pay(owner, order)
                    .compose(paid -> gathering.end(chain, "claimed"))
                    .compose(end -> gathering.expect(owner, order, "settled"));
        });
    }

    private Future<Void> complain(String what) {
        gathering.complain(what);
        return Future.succeededFuture();
    }

    private static ObjectNode body(String chain) {
        return Json.object().put("chainId", chain);
    }
}
