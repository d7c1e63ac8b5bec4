package dev.stampede.demo;

import java.util.List;

/**
 * What the demo's own books say.
 *
 * @param accepted answers with an order, repeats included
 * @param orders distinct ones
 * @param buyers shoppers with something paid
 * @param expired orders that were not paid at all
 * @param doubleClicks shoppers who clicked twice with one key
 * @param alike those of them who were told the same twice
 * @param unresolved requests whose outcome was never told
 * @param complaints what is wrong, in words
 */
record Findings(
        long accepted,
        long orders,
        Units units,
        long buyers,
        long expired,
        Returns returns,
        long doubleClicks,
        long alike,
        Violations violations,
        long unresolved,
        List<String> complaints) {
    Findings {
        complaints = List.copyOf(complaints);
    }

    /**
     * @param sold paid for
     * @param held waiting for their money
     * @param peak the most that were ever sold and held at the same time
     */
    record Units(long sold, long held, long peak) {}

    /**
     * Orders that went another way than the usual one.
     *
     * @param cancelled by their shoppers
     * @param lateSold paid when the time was over, and sold after all
     * @param lateReturned paid when the time was over, and refunded
     */
    record Returns(long cancelled, long lateSold, long lateReturned) {
        long late() {
            return lateSold + lateReturned;
        }
    }

    /**
     * Each 0 when all is well.
     *
     * @param oversold units beyond the stock
     * @param lost orders that were promised and are not there, or are others than promised
     * @param overLimit shoppers who ever had more than they may
     * @param unlike keys with two orders, or orders with two keys
     * @param unsettled orders that were paid in time and are not sold, late and are neither sold nor refunded, or cancelled
     *     and are not
     */
    record Violations(long oversold, long lost, long overLimit, long unlike, long unsettled) {
        boolean areNone() {
            return oversold + lost + overLimit + unlike + unsettled == 0;
        }
    }
}
