package dev.stampede.settlement;

import dev.stampede.campaign.CampaignState;
import dev.stampede.settlement.Standing.Earlier;
import dev.stampede.settlement.Standing.Place;
import dev.stampede.settlement.Standing.Slot;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads a {@link Standing} from the rows of the settling transaction's first flight. */
final class PgStanding {
    private PgStanding() {}

    static Standing of(RowSet<Row> locked, RowSet<Row> facts) {
        Map<String, Row> counters = new HashMap<>();
        locked.forEach(row -> counters.put(row.getString("campaign_id"), row));
        Map<String, Place> places = new HashMap<>();
        for (Row fact : facts) {
            Row counter = counters.get(fact.getString("id"));
            if (counter != null) {
                places.put(fact.getString("id"), place(counter, fact));
            }
        }
        return new Standing(places, Map.of());
    }

    /** The same, with what was settled before at sequences that entries have. */
    static Standing with(Standing standing, RowSet<Row> earlier) {
        Map<Slot, Earlier> settled = new HashMap<>();
        earlier.forEach(row -> settled.put(
                new Slot(row.getString("campaign_id"), row.getLong("sequence")),
                new Earlier(row.getString("batch_id"), row.getString("verdict").equals("rejected"))));
        return new Standing(standing.places(), settled);
    }

    private static Place place(Row counter, Row fact) {
        return new Place(
                counter.getLong("generation"),
                counter.getLong("settled_through"),
                counter.getString("last_batch_id"),
                fact.getString("kind"),
                CampaignState.ofWord(fact.getString("state")),
                fact.getInteger("pay_within_seconds"),
                Set.of(Objects.requireNonNull(fact.getArrayOfStrings("skus"))),
                fact.getOffsetDateTime("now").toInstant());
    }
}
