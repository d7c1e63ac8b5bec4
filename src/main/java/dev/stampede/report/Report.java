package dev.stampede.report;

import dev.stampede.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one campaign brought, so far.
 *
 * @param answers requests by their answer: {@code OK} or the code of the refusal
 * @param unitsHeld units of orders that wait for their payment
 * @param unitsSold units of paid orders
 * @param gmv what the orders that are paid and not given back cost
 * @param ordersByState how many orders stand in each state, by its word; states without orders are left out
 * @param soldOutAt when for the first time nothing was left of all the units that there are now; null when there always was
 * @param opensAt when it began to sell: the opening, or the approval when that came later; null before the approval
 * @param bySource the orders behind {@code gmv}, the most money first
 * @param formations none when nothing was ever opened
 */
record Report(
        Map<String, Long> answers,
        long unitsHeld,
        long unitsSold,
        Money gmv,
        Map<String, Long> ordersByState,
        @Nullable Instant soldOutAt,
        @Nullable Instant opensAt,
        List<FromSource> bySource,
        FormationFigures formations) {
    Report {
        bySource = List.copyOf(bySource);
    }

    /** What one group leader brought from one chat group; either may be unknown. */
    record FromSource(@Nullable String leaderId, @Nullable String chatGroupId, long orders, Money gmv) {}
}
