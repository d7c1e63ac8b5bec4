package dev.stampede.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The demo's own books: every 201 and every payment as they came in, compared in the end with what the engine still says of
 * them. For one thread.
 */
final class Books {
    private final int stock;
    private final int limit;
    private final Map<String, Receipt> receipts = new LinkedHashMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, String> keyToOrder = new HashMap<>();
    private final Map<String, Boolean> doubleClicks = new HashMap<>();
    private final Set<String> soldOrders = new HashSet<>();
    private final Set<String> paidInTime = new HashSet<>();
    private final Set<String> paidLate = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private long accepted;
    private long soldUnits;
    private long lastSoldMs;
    private long unlike;
    private long unresolved;

    Books(int stock, int limit) {
        this.stock = stock;
        this.limit = limit;
    }

    /** A key was answered with an order. Says whether that is the first time for this order. */
    boolean ordered(Receipt receipt) {
        accepted++;
        String before = keyToOrder.putIfAbsent(receipt.shopper() + " " + receipt.key(), receipt.orderId());
        if (before != null && !before.equals(receipt.orderId())) {
            unlike++;
            complaints.add(
                    "%s got the orders %s and %s for one key".formatted(receipt.shopper(), before, receipt.orderId()));
        }
        Receipt first = receipts.putIfAbsent(receipt.orderId(), receipt);
        if (first != null && !(first.shopper() + first.key()).equals(receipt.shopper() + receipt.key())) {
            unlike++;
            complaints.add("order %s was given to %s and to %s"
                    .formatted(receipt.orderId(), first.shopper(), receipt.shopper()));
        }
        return first == null;
    }

    /** A shopper clicked twice with one key; {@code isAlike} when both were told the same. */
    void clickedTwice(String shopper, boolean isAlike) {
        doubleClicks.merge(shopper, isAlike, Boolean::logicalAnd);
    }

    /**
     * A payment was taken.
     *
     * @param isInTime whether that was before {@code payBy}; a later one may be applied or returned
     * @param isSold whether the order said so right afterwards
     * @param sinceOpeningMs when that was
     */
    void paid(Receipt receipt, boolean isInTime, boolean isSold, long sinceOpeningMs) {
        if (isInTime) {
            paidInTime.add(receipt.orderId());
        } else if (!paidInTime.contains(receipt.orderId())) {
            paidLate.add(receipt.orderId());
        }
        if (isSold && soldOrders.add(receipt.orderId())) {
            soldUnits += receipt.quantity();
            lastSoldMs = sinceOpeningMs;
        }
    }

    /** A notice of another amount than the order's was taken. */
    void wronglyPaid(Receipt receipt) {
        unlike++;
        complaints.add("order %s was paid with the wrong amount".formatted(receipt.orderId()));
    }

    /** An order was given up before it was paid. */
    void cancelled(Receipt receipt) {
        cancelled.add(receipt.orderId());
    }

    /** The key of a receipt was sent once more and refused: it must get the same order for ever. */
    void refusedAgain(Receipt receipt, String label) {
        unlike++;
        complaints.add("%s got order %s, and %s for the same key later"
                .formatted(receipt.shopper(), receipt.orderId(), label));
    }

    /** A request whose outcome nobody could tell, however often it was repeated. */
    void unresolved() {
        unresolved++;
    }

    /** What a look at an order found. A later look replaces it; an order that no look finds is lost. */
    void found(Seen order) {
        seen.put(order.orderId(), order);
    }

    /** Whether the last look found it on its way: waiting for its money, or its late money for where it goes. */
    boolean isOnItsWay(String orderId) {
        Seen order = seen.get(orderId);
        return order != null
                && (order.isHeld() || (paidLate.contains(orderId) && !order.isSold() && !order.isReturned()));
    }

    /** The first receipt of each order. */
    Collection<Receipt> receipts() {
        return List.copyOf(receipts.values());
    }

    /** Units that were seen sold. */
    long soldUnits() {
        return soldUnits;
    }

    /** When the last of them was, counted from the opening. */
    long lastSoldMs() {
        return lastSoldMs;
    }

    Findings findings() {
        List<String> texts = new ArrayList<>(complaints);
        long lost = 0;
        long unsettled = 0;
        Map<String, List<Seen>> byShopper = new LinkedHashMap<>();
        for (Receipt receipt : receipts.values()) {
            Seen order = seen.get(receipt.orderId());
            if (order == null || !order.is(receipt) || receipt.asked() != receipt.quantity()) {
                lost++;
                texts.add("order %s of %s %s"
                        .formatted(
                                receipt.orderId(),
                                receipt.shopper(),
                                order == null ? "can't be found" : "is not what was promised"));
                continue;
            }
            byShopper
                    .computeIfAbsent(receipt.shopper(), shopper -> new ArrayList<>())
                    .add(order);
            if (!hasEnded(order)) {
                unsettled++;
                texts.add("order %s was %s and is %s"
                        .formatted(
                                receipt.orderId(),
                                cancelled.contains(receipt.orderId()) ? "cancelled" : "paid",
                                order.state()));
            }
        }
        return findings(byShopper, new Wrong(lost, unsettled), texts);
    }

    /** Paid in time is sold; paid late is sold or returned; cancelled is cancelled. */
    private boolean hasEnded(Seen order) {
        if (paidInTime.contains(order.orderId())) {
            return order.isSold();
        }
        if (paidLate.contains(order.orderId())) {
            return order.isSold() || order.isReturned();
        }
        return !cancelled.contains(order.orderId()) || order.state().equals("cancelled");
    }

    private record Wrong(long lost, long unsettled) {}

    private Findings findings(Map<String, List<Seen>> byShopper, Wrong wrong, List<String> texts) {
        List<Seen> all = byShopper.values().stream().flatMap(List::stream).toList();
        long overLimit = byShopper.values().stream()
                .filter(orders -> Occupancy.peak(orders) > limit)
                .count();
        List<Seen> sold = all.stream().filter(Seen::isSold).toList();
        long buyers = byShopper.values().stream()
                .filter(orders -> orders.stream().anyMatch(Seen::isSold))
                .count();
        return new Findings(
                accepted,
                receipts.size(),
                new Findings.Units(
                        sold.stream().mapToLong(Seen::quantity).sum(),
                        all.stream()
                                .filter(Seen::isHeld)
                                .mapToLong(Seen::quantity)
                                .sum(),
                        Occupancy.peak(all)),
                buyers,
                all.stream().filter(order -> order.state().equals("expired")).count(),
                returns(all),
                doubleClicks.size(),
                doubleClicks.values().stream().filter(isAlike -> isAlike).count(),
                new Findings.Violations(
                        Math.max(0, Occupancy.peak(all) - stock), wrong.lost(), overLimit, unlike, wrong.unsettled()),
                unresolved,
                texts);
    }

    private Findings.Returns returns(List<Seen> all) {
        List<Seen> late =
                all.stream().filter(order -> paidLate.contains(order.orderId())).toList();
        return new Findings.Returns(
                all.stream()
                        .filter(order -> cancelled.contains(order.orderId()))
                        .count(),
                late.stream().filter(Seen::isSold).count(),
                late.stream().filter(Seen::isReturned).count());
    }
}
