package dev.stampede.formation;

import dev.stampede.formation.Formation.Member;
import java.util.Comparator;

/**
 * Somebody's coming into a formation.
 *
 * @param position of the cut; 0 of a seat
 * @param id of the order or the cut
 */
record Arrival(int position, String id, Member member) {
    /** As a formation lists its members: cuts by their position, seats by their time. */
    static final Comparator<Arrival> ORDER = Comparator.comparingInt(Arrival::position)
            .thenComparing(arrival -> arrival.member().at())
            .thenComparing(Arrival::id);
}
