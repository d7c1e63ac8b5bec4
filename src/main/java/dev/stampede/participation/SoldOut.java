package dev.stampede.participation;

import dev.stampede.kind.Span;
import dev.stampede.kind.Take;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of a campaign that has nothing left of an offer: enough to say what the script would say to those who
 * never took anything in it, as long as its mark stands.
 *
 * @param action that sells from stock alone
 * @param opensAt of the campaign's hash, as {@code closesAt}, in ms
 * @param shopperLimit of the campaign's hash
 * @param left units by sku, at the mark
 * @param takers of every request that the campaign remembered at the mark
 */
record SoldOut(
        StockMark mark,
        String action,
        long opensAt,
        long closesAt,
        long shopperLimit,
        Map<String, Long> left,
        NameFilter takers) {
    /** By which the clocks of this node and of Redis may differ. */
    private static final long CLOCK_SLACK_MS = 1_000;

    /**
     * Whether the script refuses the take as sold out while the mark stands and the campaign sells: it can be no replay, no
     * mismatch and not beyond its shopper's limit, the definition has nothing against it, and fewer units are left.
     */
    boolean refuses(Live<?> live, String action, Take take) {
        return isTooLittle(live, take)
                && take.units() <= shopperLimit
                && take.refusal() == null
                && live.campaign().revision() >= mark.revision()
                && this.action.equals(action)
                && !takers.mayHave(take.outcome().shopperId());
    }

    /** Whether fewer units were left than the take wants, in the generation that it was decided on. */
    boolean isTooLittle(Live<?> live, Take take) {
        Long units = left.get(take.sku());
        return units != null && units < take.units() && live.generation() == mark.generation();
    }

    /**
     * Whether nothing has happened since.
     *
     * @param now where the campaign stands, null when it does not sell
     * @param settledThrough what is known to be settled; a Redis that has less went back in time, and the script is to say so
     */
    boolean standsAt(@Nullable StockMark now, long settledThrough) {
        return mark.equals(now) && mark.sequence() >= settledThrough;
    }

    /** Whether the campaign surely sold, by Redis' clock, at some instant between these two of this node's clock, in ms. */
    boolean sells(Take take, long from, long to) {
        long earliest = from - CLOCK_SLACK_MS;
        long latest = to + CLOCK_SLACK_MS;
        if (earliest < opensAt || latest >= closesAt) {
            return false;
        }
        for (Span window : take.windows()) {
            if (earliest >= window.from().toEpochMilli() && latest < window.to().toEpochMilli()) {
                return true;
            }
        }
        return take.windows().isEmpty();
    }
}
