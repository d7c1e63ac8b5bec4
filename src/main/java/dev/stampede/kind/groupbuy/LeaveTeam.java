package dev.stampede.kind.groupbuy;

import dev.stampede.campaign.Campaign;
import dev.stampede.json.Fields;
import dev.stampede.kind.Action;
import dev.stampede.kind.Decision;
import dev.stampede.kind.FormationRules;
import dev.stampede.kind.Participant;
import java.time.Instant;

/** Gives a seat back while the team is forming; what was paid for it is refunded. */
final class LeaveTeam implements Action<GroupBuyRules, String> {
    @Override
    public String name() {
        return "leave_team";
    }

    /** The team's id. */
    @Override
    public String read(Fields body, Campaign campaign) {
        return body.matching("teamId", FormationRules.ID);
    }

    @Override
    public String canonical(String teamId) {
        return teamId;
    }

    @Override
    public boolean isGive() {
        return true;
    }

    @Override
    public Decision decide(
            GroupBuyRules rules, Campaign campaign, String teamId, Participant participant, Instant now) {
        return new Decision.Give(
                teamId,
                participant.requestKey(),
                participant.fingerprint(),
                GroupBuyRejection.UNKNOWN_TEAM,
                GroupBuyRejection.TEAM_CLOSED);
    }
}
