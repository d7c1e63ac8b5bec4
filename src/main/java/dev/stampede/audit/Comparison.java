package dev.stampede.audit;

import dev.stampede.audit.Books.OfferBook;
import dev.stampede.inventory.StockReading;
import dev.stampede.inventory.StockReading.OfferCounts;
import dev.stampede.settlement.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with a picture. Pure. */
final class Comparison {
    private static final long SETTLED_WITHIN_MS = 10_000;
    private static final OfferBook NO_BOOK = new OfferBook(0, 0, 0, 0);
    private static final OfferCounts NO_COUNTS = new OfferCounts(0, 0, 0, 0);

    private final Picture picture;
    private final Books books;
    private final StockReading stock;
    private final List<Finding> findings = new ArrayList<>();

    private Comparison(Picture picture) {
        this.picture = picture;
        this.books = picture.books();
        this.stock = picture.stock();
    }

    /** What is wrong whatever moves: Redis' own figures, read at one instant, and what waits too long. */
    static List<Finding> certain(Picture picture) {
        Comparison comparison = new Comparison(picture);
        comparison.stock.offers().forEach(comparison::ownFigures);
        comparison.late();
        return comparison.findings;
    }

    /** What the stores disagree on. Worth something only when both stood still. */
    static List<Finding> differences(Picture picture) {
        Comparison comparison = new Comparison(picture);
        if (picture.isComparable()) {
            comparison.order();
            comparison.units();
        } else {
            comparison.absence();
        }
        return comparison.findings;
    }

    private void ownFigures(String sku, OfferCounts counts) {
        if (counts.left() < 0) {
            findings.add(new Finding(
                    "I2",
                    books.campaignId(),
                    "offer %s is oversold in Redis: available %d".formatted(sku, counts.left()),
                    -counts.left()));
        }
        boolean isNegative = counts.left() < 0 || counts.taken() < 0 || counts.allocated() < 0;
        if (isNegative || counts.allocated() != counts.left() + counts.taken()) {
            found(
                    "I1",
                    "offer %s in Redis has allocated %d, available %d, taken %d"
                            .formatted(sku, counts.allocated(), counts.left(), counts.taken()));
        }
    }

    private void late() {
        if (!picture.entries().isEmpty() && picture.isComparable()) {
            Entry oldest = picture.entries().get(0);
            long age = picture.redisNow() - oldest.at();
            if (oldest.at() > 0 && age > SETTLED_WITHIN_MS) {
                found(
                        "I12",
                        "batches unsettled: %d, the oldest, %d, for %d s; a node with the role settle settles them"
                                .formatted(picture.entries().size(), oldest.sequence(), age / 1_000));
            }
        }
    }

    private void absence() {
        if (!stock.isPresent()) {
            found("I12", "Redis does not have it; a running node loads it; its log says why not");
        } else if (stock.isFenced()) {
            found("I12", "it is fenced; a running node ends its reload; its log says why not");
        } else {
            found(
                    "I12",
                    "Redis has generation %d, Postgres %d; a running node loads it; its log says why not"
                            .formatted(stock.generation(), books.generation()));
        }
    }

    /** The outbox goes on where Postgres stopped, without a gap, each batch naming the one before. */
    private void order() {
        if (stock.sequence() < books.settledThrough()) {
            found(
                    "I8",
                    "Redis is at sequence %d, Postgres has settled %d"
                            .formatted(stock.sequence(), books.settledThrough()));
            return;
        }
        long sequence = books.settledThrough();
        String batch = books.lastBatchId();
        for (Entry entry : picture.entries()) {
            if (entry.sequence() != sequence + 1) {
                break;
            }
            if (!entry.previous().equals(batch)) {
                found("I8", "entry %d follows batch %s, not %s".formatted(entry.sequence(), entry.previous(), batch));
            }
            sequence = entry.sequence();
            batch = entry.batchId();
        }
        if (sequence != stock.sequence()) {
            found(
                    "I8",
                    "entry %d is neither settled nor in the outbox, which goes to %d"
                            .formatted(sequence + 1, stock.sequence()));
        }
    }

    private void units() {
        Map<String, Long> onTheirWay = picture.onTheirWay(hold -> hold.sku());
        Map<String, Long> leaving = picture.withdrawalsOnTheirWay();
        Set<String> skus = new TreeSet<>(books.offers().keySet());
        skus.addAll(stock.offers().keySet());
        skus.addAll(onTheirWay.keySet());
        for (String sku : skus) {
            OfferBook book = books.offers().getOrDefault(sku, NO_BOOK);
            OfferCounts counts = stock.offers().getOrDefault(sku, NO_COUNTS);
            taken(sku, book, counts, onTheirWay.getOrDefault(sku, 0L));
            allocated(sku, book, counts, leaving.getOrDefault(sku, 0L));
        }
    }

    private void taken(String sku, OfferBook book, OfferCounts counts, long onTheirWay) {
        long unexplained = counts.taken() - book.taken() - onTheirWay;
        if (unexplained != 0) {
            findings.add(new Finding(
                    "I11",
                    books.campaignId(),
                    "offer %s: Redis has taken %d, Postgres held %d and sold %d, and %d are on their way"
                            .formatted(sku, counts.taken(), book.held(), book.sold(), onTheirWay),
                    Math.abs(unexplained)));
        }
    }

    /** Redis may lack units that were granted lately, and Postgres withdrawals that are not settled. */
    private void allocated(String sku, OfferBook book, OfferCounts counts, long leaving) {
        long pendingGrant = book.granted() - counts.granted();
        boolean isExplained = pendingGrant == 0 || (pendingGrant > 0 && books.isTelling());
        if (!isExplained || book.withdrawn() + leaving != counts.withdrawn()) {
            found(
                    "I11",
                    "offer %s: Redis was granted %d less %d, Postgres %d less %d, and %d are on their way out"
                            .formatted(
                                    sku,
                                    counts.granted(),
                                    counts.withdrawn(),
                                    book.granted(),
                                    book.withdrawn(),
                                    leaving));
        }
    }

    private void found(String invariant, String detail) {
        findings.add(Finding.of(invariant, books.campaignId(), detail));
    }
}
