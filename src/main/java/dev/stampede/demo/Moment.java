package dev.stampede.demo;

import dev.stampede.demo.Figures.Counted;
import java.util.List;

/**
 * The play at one moment, for whoever shows it.
 *
 * @param sinceOpeningMs negative before the opening
 * @param left units on sale, as the engine shows them; -1 when not known yet
 * @param soldUnits units paid for so far
 * @param gathered teams and chains that have ended so far
 */
record Moment(Phase phase, long sinceOpeningMs, long left, long soldUnits, List<Gathered> gathered, Counted counted) {
    Moment {
        gathered = List.copyOf(gathered);
    }
}
