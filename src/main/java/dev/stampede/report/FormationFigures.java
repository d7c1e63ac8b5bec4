package dev.stampede.report;

import org.jspecify.annotations.Nullable;

/**
 * What the formations of one campaign came to, those left out that were void.
 *
 * @param open now forming
 * @param formed that have formed or were bought from at some time, whatever became of them
 * @param people with a seat or a cut in any, each counted once
 * @param secondsToForm the average from the opening to the forming; null while none has formed
 * @param started all of them
 * @param shared in which somebody gave a cut
 * @param startedFromShare whose opener had given a cut in the one that was shared
 */
record FormationFigures(
        long open,
        long formed,
        long lapsed,
        long dissolved,
        long claimed,
        long people,
        @Nullable Long secondsToForm,
        long started,
        long shared,
        long startedFromShare) {
    /** How many are no longer forming. */
    long over() {
        return started - open;
    }
}
