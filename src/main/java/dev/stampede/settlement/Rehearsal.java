package dev.stampede.settlement;

import dev.stampede.campaign.CampaignState;
import dev.stampede.kind.OrderHeld;
import dev.stampede.kind.Outcome;
import dev.stampede.money.Money;
import dev.stampede.settlement.Standing.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A batch of a campaign that does not exist, for a transaction that is rolled back. */
final class Rehearsal {
    /** Not a TSID, so no campaign has it. */
    private static final String CAMPAIGN = "rehearsal";

    private static final int OUTCOMES = 16;

    private Rehearsal() {}

    static Entry entry() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < OUTCOMES; i++) {
            outcomes.add(new OrderHeld(CAMPAIGN + i, CAMPAIGN, CAMPAIGN + i, "00", CAMPAIGN, 1, Money.ofFen(1), null));
        }
        return new Entry(CAMPAIGN, 1, 1, "", "", 0, outcomes, null);
    }

    static Standing standing() {
        Place place = new Place(1, 0, "", CAMPAIGN, CampaignState.LIVE, 1, Set.of(CAMPAIGN), Instant.EPOCH);
        return new Standing(Map.of(CAMPAIGN, place), Map.of());
    }
}
