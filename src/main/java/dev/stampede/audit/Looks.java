package dev.stampede.audit;

import dev.stampede.inventory.RedisInventory;
import dev.stampede.inventory.StockReading;
import dev.stampede.settlement.Entry;
import dev.stampede.settlement.RedisOutbox;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Takes pictures of one campaign until both stores stood still from one to the next, and compares them then. */
final class Looks {
    private static final int TRIES = 10;
    private static final int ENTRIES_AT_ONCE = 128;
    private static final int MOST_ENTRIES = 4_096;

    private final PgBooks books;
    private final RedisInventory inventory;
    private final RedisOutbox outbox;
    private final RedisCounts counts;

    Looks(PgBooks books, RedisInventory inventory, RedisOutbox outbox, RedisCounts counts) {
        this.books = books;
        this.inventory = inventory;
        this.outbox = outbox;
        this.counts = counts;
    }

    Future<Look> look(String campaignId) {
        return picture(campaignId).compose(first -> look(first, TRIES));
    }

    /** What lies between two equal pictures was true at once: the earlier one is judged, the later one vouches for it. */
    private Future<Look> look(Picture earlier, int tries) {
        return picture(earlier.books().campaignId()).compose(later -> {
            if (!later.isStillAs(earlier)) {
                return again(later, tries);
            }
            if (!canJudge(earlier)) {
                return Future.succeededFuture(Look.moving(later));
            }
            return earlier.isComparable()
                    ? lookCloser(later, tries)
                    : Future.succeededFuture(Look.still(earlier, Comparison.differences(earlier)));
        });
    }

    private Future<Look> lookCloser(Picture earlier, int tries) {
        return counts.differences(earlier)
                .compose(found -> picture(earlier.books().campaignId()).compose(later -> {
                    if (!later.isStillAs(earlier)) {
                        return again(later, tries);
                    }
                    List<Finding> differences = new ArrayList<>(Comparison.differences(earlier));
                    differences.addAll(found);
                    return Future.succeededFuture(Look.still(earlier, differences));
                }));
    }

    private Future<Look> again(Picture latest, int tries) {
        return tries == 1 ? Future.succeededFuture(Look.moving(latest)) : look(latest, tries - 1);
    }

    /** A campaign on its way into Redis, or with more on its way out than is read, proves nothing yet. */
    private static boolean canJudge(Picture picture) {
        boolean isOnItsWay = !picture.isComparable() && picture.books().isReloading();
        return !isOnItsWay
                && picture.books().pendingHolds().size() <= Books.MOST_HOLDS
                && picture.entries().size() <= MOST_ENTRIES;
    }

    private Future<Picture> picture(String campaignId) {
        return books.read(campaignId)
                .compose(read -> inventory.read(campaignId, read.pendingHolds()).compose(stock -> entries(
                                read, stock, new ArrayList<>())
                        .compose(entries -> counts.now().map(now -> new Picture(read, stock, entries, now)))));
    }

    private Future<List<Entry>> entries(Books read, StockReading stock, List<Entry> sofar) {
        long from = sofar.isEmpty()
                ? read.settledThrough() + 1
                : sofar.get(sofar.size() - 1).sequence() + 1;
        if (stock.sequence() < from || sofar.size() > MOST_ENTRIES) {
            return Future.succeededFuture(sofar);
        }
        return outbox.range(read.campaignId(), read.generation(), from, stock.sequence(), ENTRIES_AT_ONCE)
                .compose(more -> {
                    sofar.addAll(more);
                    return more.size() < ENTRIES_AT_ONCE ? Future.succeededFuture(sofar) : entries(read, stock, sofar);
                });
    }
}
