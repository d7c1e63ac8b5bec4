package dev.stampede.kind.groupbuy;

import dev.stampede.campaign.Offer;
import dev.stampede.kind.Opening;
import dev.stampede.kind.Rung;
import dev.stampede.kind.SeatRules;
import dev.stampede.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one group-buy.
 *
 * @param teamSize seats of a team, 2 to 100
 * @param teamSeconds how long a team may take to form
 * @param ladder by size, ascending, each cheaper than the one before; empty when the price does not depend on the size
 * @param leaderPrice what the opener pays instead, or null
 * @param minNewcomers how many members must be newcomers, 0 to teamSize - 1
 * @param maxOpenTeamsPerShopper how many teams that a shopper opened may be open at once
 * @param listTeams whether open teams are shown to everybody
 * @param joinAfterClose whether teams run on when the campaign closes
 * @param settleAtSize with {@link OnLapse#SETTLE_AT_SIZE} how many paid members are enough, else 0
 */
public record GroupBuyRules(
        int teamSize,
        int teamSeconds,
        List<Rung> ladder,
        @Nullable Money leaderPrice,
        int minNewcomers,
        int maxOpenTeamsPerShopper,
        boolean listTeams,
        boolean joinAfterClose,
        OnLapse onLapse,
        int settleAtSize) {
    public GroupBuyRules {
        ladder = List.copyOf(ladder);
    }

    /** A team for that offer: everybody pays the ladder's highest price, and gets the difference back when the team forms. */
    Opening opening(String shopperId, Offer offer) {
        Money price = ladder.isEmpty() ? offer.price() : ladder.get(0).price();
        SeatRules rules = new SeatRules(minNewcomers, settleAtSize, joinAfterClose, listTeams, ladder);
        return new Opening(shopperId, teamSize, price, rules, 0);
    }
}
