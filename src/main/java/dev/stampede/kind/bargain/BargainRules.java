package dev.stampede.kind.bargain;

import dev.stampede.campaign.Offer;
import dev.stampede.kind.Curve;
import dev.stampede.kind.CutRules;
import dev.stampede.kind.Cuts;
import dev.stampede.kind.Opening;
import dev.stampede.kind.RewardStep;
import dev.stampede.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one bargain.
 *
 * @param floor what a chain costs when all have helped
 * @param helpers of a chain, 1 to 100
 * @param minCut the smallest cut in fen
 * @param maxCut the largest cut in fen, or null: the whole gap
 * @param selfCut whether the owner cuts first
 * @param newcomerWeight what a newcomer cuts in per cent of the part, 100 to 1,000: beyond ten parts at once the weight would
 *     only say which helpers come first
 * @param chainSeconds how long a chain may take
 * @param buyBeforeFloor whether the owner may buy at any price on the way
 * @param claimWithinSeconds how long the owner may buy at the floor
 * @param maxAssistsPerDay cuts that one shopper may give in this campaign on one day
 * @param maxAssistsPerCampaign cuts that one shopper may give in this campaign
 */
public record BargainRules(
        Money floor,
        int helpers,
        long minCut,
        @Nullable Long maxCut,
        Curve curve,
        boolean selfCut,
        int newcomerWeight,
        int chainSeconds,
        boolean buyBeforeFloor,
        HoldStock holdStock,
        int claimWithinSeconds,
        int maxAssistsPerDay,
        int maxAssistsPerCampaign,
        List<RewardStep> rewards) {
    private static final int UNWEIGHTED = 100;

    public BargainRules {
        rewards = List.copyOf(rewards);
    }

    /** Whether newcomers cut more than others. */
    boolean isWeighted() {
        return newcomerWeight > UNWEIGHTED;
    }

    /** How many parts the gap has: one a helper, and the owner's own. */
    int parts() {
        return helpers + (selfCut ? 1 : 0);
    }

    /** The largest cut of an offer whose price is so much above the floor. */
    long maxCut(long gap) {
        return maxCut == null ? gap : maxCut;
    }

    /** A chain for that offer, its cuts drawn from the seed. */
    Opening opening(String shopperId, Offer offer, long seed) {
        long gap = offer.price().minus(floor).fen();
        List<Long> drawn = Cuts.draw(seed, gap, parts(), minCut, maxCut(gap), curve);
        CutRules rules = new CutRules(
                floor,
                minCut,
                maxCut(gap),
                curve,
                newcomerWeight,
                selfCut ? drawn.get(0) : 0,
                seed,
                drawn.subList(parts() - helpers, parts()),
                holdStock == HoldStock.AT_FLOOR,
                buyBeforeFloor,
                claimWithinSeconds,
                rewards);
        return new Opening(shopperId + "|" + offer.sku(), helpers, offer.price(), rules, 0);
    }
}
