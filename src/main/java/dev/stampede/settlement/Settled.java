package dev.stampede.settlement;

import dev.stampede.formation.Formation;
import dev.stampede.money.Money;
import dev.stampede.order.Order;
import org.jspecify.annotations.Nullable;

/**
 * An outcome that stands in Postgres.
 *
 * @param made the order that it made, or null when it made none
 * @param formation that it opened or changed, as it stands now, or null
 * @param cut what it took off the formation's price, or null
 * @param voidReason the code of the refusal when settlement found it void: then nothing is held; else null
 */
public record Settled(
        @Nullable Order made,
        @Nullable Formation formation,
        @Nullable Money cut,
        @Nullable String voidReason) {
    public Settled(Order order) {
        this(order, null, null, order.voidReason());
    }

    /** An outcome that made no order and touched no formation. */
    public static Settled take(@Nullable String voidReason) {
        return new Settled(null, null, null, voidReason);
    }

    public boolean isVoid() {
        return voidReason != null;
    }

    static Settled cut(Money cut, @Nullable String voidReason) {
        return new Settled(null, null, cut, voidReason);
    }

    /** The same with its formation, and with what the order's shopper was granted in it. */
    Settled with(@Nullable Formation now) {
        Order order = made == null || now == null ? made : made.rewarded(now.ownersRewards(made.shopperId()));
        return new Settled(order, now, cut, voidReason);
    }
}
