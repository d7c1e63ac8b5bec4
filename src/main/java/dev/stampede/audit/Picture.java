package dev.stampede.audit;

import dev.stampede.inventory.StockReading;
import dev.stampede.inventory.StockReading.StandingHold;
import dev.stampede.kind.CutGiven;
import dev.stampede.kind.Membership;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.OrderReacquired;
import dev.stampede.kind.StockWithdrawn;
import dev.stampede.settlement.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One campaign in both stores, read one after the other: Postgres, Redis, the outbox.
 *
 * @param entries of the outbox above {@code settledThrough}, up to the sequence of {@code stock}
 * @param redisNow Redis' clock when they were read, in ms
 */
record Picture(Books books, StockReading stock, List<Entry> entries, long redisNow) {
    Picture {
        entries = entries.stream()
                .filter(entry -> entry.sequence() <= stock.sequence())
                .toList();
    }

    /** Whether neither store changed between the two in a way that the other must follow. */
    boolean isStillAs(Picture earlier) {
        return books.isStillAs(earlier.books)
                && stock.isPresent() == earlier.stock.isPresent()
                && stock.isFenced() == earlier.stock.isFenced()
                && stock.generation() == earlier.stock.generation()
                && stock.sequence() == earlier.stock.sequence()
                && stock.version() == earlier.stock.version();
    }

    /** Whether the figures of both stores mean the same campaign. */
    boolean isComparable() {
        return stock.isPresent() && !stock.isFenced() && stock.generation() == books.generation();
    }

    /** Units that Redis has given and Postgres does not count: not settled yet, or given back by Postgres alone. */
    Map<String, Long> onTheirWay(Function<StandingHold, String> by) {
        Map<String, Long> units = new HashMap<>();
        unsettledHolds().forEach(hold -> units.merge(by.apply(hold), hold.units(), Long::sum));
        stock.standingHolds().forEach(hold -> units.merge(by.apply(hold), hold.units(), Long::sum));
        return units;
    }

    /** How many holds Redis keeps for those. */
    long holdsOnTheirWay() {
        return (long) unsettledHolds().size() + stock.standingHolds().size();
    }

    /** Units that Redis has withdrawn and Postgres has not, by sku. */
    Map<String, Long> withdrawalsOnTheirWay() {
        Map<String, Long> units = new HashMap<>();
        outcomes(StockWithdrawn.class).forEach(withdrawn -> units.merge(withdrawn.sku(), withdrawn.units(), Long::sum));
        return units;
    }

    long unsettledBatches() {
        return isComparable() ? Math.max(0, stock.sequence() - books.settledThrough()) : 0;
    }

    long available() {
        return isComparable()
                ? stock.offers().values().stream()
                        .mapToLong(StockReading.OfferCounts::left)
                        .sum()
                : books.allocated() - books.held() - books.sold();
    }

    /** What the entries that are not settled hold in Redis. */
    private List<StandingHold> unsettledHolds() {
        List<StandingHold> holds = new ArrayList<>();
        outcomes(OrderHeld.class)
                .filter(Picture::takesUnits)
                .forEach(held -> holds.add(new StandingHold(held.shopperId(), held.sku(), held.quantity())));
        outcomes(CutGiven.class).forEach(given -> {
            holds.add(new StandingHold(given.shopperId(), given.sku(), 0));
            if (given.takesUnit()) {
                holds.add(new StandingHold(given.unitFor(), given.sku(), 1));
            }
        });
        outcomes(OrderReacquired.class)
                .forEach(again -> holds.add(new StandingHold(again.shopperId(), again.sku(), again.quantity())));
        return holds;
    }

    private static boolean takesUnits(OrderHeld held) {
        Membership membership = held.membership();
        return membership == null || !membership.hasUnit();
    }

    private <T> Stream<T> outcomes(Class<T> type) {
        return entries.stream()
                .flatMap(entry -> entry.outcomes().stream())
                .filter(type::isInstance)
                .map(type::cast);
    }
}
