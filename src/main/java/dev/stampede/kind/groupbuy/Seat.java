package dev.stampede.kind.groupbuy;

import dev.stampede.kind.Membership;
import dev.stampede.kind.Opening;
import dev.stampede.kind.Participant;
import org.jspecify.annotations.Nullable;

/**
 * One member's place in a team.
 *
 * @param isNewcomer whether it counts as a newcomer's; false where the rules want none
 */
record Seat(boolean isNewcomer) {
    static Seat of(GroupBuyRules rules, Participant participant) {
        return new Seat(rules.minNewcomers() > 0 && participant.isNewcomer());
    }

    /** As scripts read it. */
    String mark() {
        return isNewcomer ? "n" : "-";
    }

    Membership in(String teamId, @Nullable Opening opening) {
        return new Membership(teamId, isNewcomer, GroupBuyRejection.TEAM_CLOSED.name(), opening);
    }
}
