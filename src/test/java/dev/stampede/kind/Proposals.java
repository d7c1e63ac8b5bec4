package dev.stampede.kind;

import dev.stampede.campaign.Audience;
import dev.stampede.campaign.Campaign;
import dev.stampede.campaign.CampaignState;
import dev.stampede.campaign.Offer;
import dev.stampede.testing.PlainTerms;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** What tests of any kind decide in: a campaign in Shanghai that is open all of 2026 until November 29th. */
public final class Proposals {
    public static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    /** In Shanghai. */
    public static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

    private static final Instant OPENS_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant CLOSES_AT = Instant.parse("2026-11-29T12:00:00Z");

    private Proposals() {}

    public static Campaign campaign(String kind, Audience audience, Offer... offers) {
        return new Campaign(
                "0ABCDEFGHJKMN",
                kind,
                CampaignState.LIVE,
                1,
                PlainTerms.between(OPENS_AT, CLOSES_AT, SHANGHAI, audience),
                List.of(offers),
                "olga",
                NOON,
                NOON);
    }

    /** What a take asks of Redis at {@code now}. */
    public static <R, C> Take take(
            Action<R, C> action, R rules, Campaign campaign, C command, Participant who, Instant now) {
        return action.decide(rules, campaign, command, who, now)
                .match(
                        refuse -> {
                            throw new AssertionError("what a script may answer is refused: " + refuse);
                        },
                        Decision.Run::take,
                        give -> {
                            throw new AssertionError("no give: " + give);
                        });
    }
}
