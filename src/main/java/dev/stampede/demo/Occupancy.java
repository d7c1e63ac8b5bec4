package dev.stampede.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How many units were out at the same time. */
final class Occupancy {
    private Occupancy() {}

    /** The most units that these orders ever had together. A unit that comes back may go out again in the same instant. */
    static long peak(Collection<Seen> orders) {
        List<Change> changes = new ArrayList<>();
        for (Seen order : orders) {
            for (Seen.Stay stay : order.stays()) {
                changes.add(new Change(stay.from(), order.quantity()));
                if (stay.until() != null) {
                    changes.add(new Change(stay.until(), -order.quantity()));
                }
            }
        }
        changes.sort(Comparator.comparing(Change::at).thenComparingInt(Change::units));
        long out = 0;
        long peak = 0;
        for (Change change : changes) {
            out += change.units();
            peak = Math.max(peak, out);
        }
        return peak;
    }

    private record Change(Instant at, int units) {}
}
