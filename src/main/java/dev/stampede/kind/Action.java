package dev.stampede.kind;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import java.time.Instant;

/**
 * One thing that a shopper can do in a campaign of this kind. Pure.
 *
 * @param <R> the rules of the campaign
 * @param <C> the decoded body
 */
public interface Action<R, C> {
    /** The URL action, the Lua file, the metric label and the log field, such as {@code purchase}. */
    String name();

    /** Reads a body, with what may be left out filled in; what is wrong is reported to {@code body}. */
    C read(Fields body, Campaign campaign);

    /** The decoded body as one canonical text: equal texts are the same request. */
    String canonical(C command);

    /**
     * Whether it matters here that a shopper is a newcomer. Where neither this nor the campaign's audience asks, nobody looks,
     * and {@link Participant#isNewcomer} is true.
     */
    default boolean asksForNewcomers(R rules) {
        return false;
    }

    /** Whether it only ever gives back: Postgres alone decides it, and it has no script. */
    default boolean isGive() {
        return false;
    }

    /**
     * Whether its script says {@code SOLD_OUT} to a shopper of whom the campaign remembers no request exactly when, after the
     * gate, the times, the take's refusal and the limit, fewer units of the offer are left than are wanted; and whether every
     * take of such a campaign has a batch and remembers its request.
     */
    default boolean sellsFromStockAlone() {
        return false;
    }

    /** What the definition of the campaign says to this command at {@code now}. */
    Decision decide(R rules, Campaign campaign, C command, Participant participant, Instant now);
}
