package dev.stampede.participation;

import dev.stampede.formation.Formation;
import dev.stampede.json.Violation;
import dev.stampede.kind.Rejection;
import dev.stampede.settlement.Settled;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a shopper is told. */
public sealed interface Answer {
    /**
     * The action happened.
     *
     * @param isDurable whether its row is committed; else only Redis holds the unit yet
     * @param isReplay whether it happened under an earlier request with the same key
     */
    record Done(Settled settled, boolean isDurable, boolean isReplay) implements Answer {}

    /**
     * A seat was given back.
     *
     * @param formation as it is now
     * @param isReplay whether it happened under an earlier request with the same key
     */
    record Given(Formation formation, boolean isReplay) implements Answer {}

    /**
     * The campaign says no.
     *
     * @param opensAt when it will sell, with {@code NOT_STARTED}
     */
    record Refused(Rejection rejection, @Nullable Instant opensAt) implements Answer {}

    /** There is no such campaign in public. */
    record UnknownCampaign() implements Answer {}

    /** The campaign's kind has no such action. */
    record UnknownAction() implements Answer {}

    /** The body has the right shape and wrong content. */
    record Invalid(List<Violation> violations) implements Answer {}

    /** Nothing happened; try again with the same key. */
    record Busy() implements Answer {}
}
