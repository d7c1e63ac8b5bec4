package dev.stampede.testing;

import dev.stampede.campaign.Ack;
import dev.stampede.campaign.Audience;
import dev.stampede.campaign.StockShown;
import dev.stampede.campaign.Terms;
import dev.stampede.json.Json;
import java.time.Instant;
import java.time.ZoneId;

/** What campaigns of the tests promise: five units a shopper, three an order, a quarter of an hour to pay. */
public final class PlainTerms {
    private PlainTerms() {}

    public static Terms between(Instant opensAt, Instant closesAt, ZoneId zone, Audience audience) {
        return new Terms(
                "Tea",
                "Good tea.",
                null,
                opensAt,
                closesAt,
                null,
                900,
                5,
                3,
                Ack.SETTLED,
                StockShown.EXACT,
                zone,
                audience,
                "",
                true,
                Json.object());
    }

    /** For everybody, open since a minute, for an hour in all. */
    public static Terms now() {
        Instant past = Instant.now().minusSeconds(60);
        return between(past, past.plusSeconds(3_600), ZoneId.of("UTC"), Audience.EVERYBODY);
    }
}
