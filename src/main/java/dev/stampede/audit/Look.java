package dev.stampede.audit;

import java.util.List;

/**
 * What one look at a campaign in both stores found.
 *
 * @param isStill whether both stores stood still while it was taken; else {@code differences} is empty
 * @param certain what is wrong whatever moves
 * @param differences what is wrong if another look, a second later, finds it too
 */
record Look(Picture picture, boolean isStill, List<Finding> certain, List<Finding> differences) {
    Look {
        certain = List.copyOf(certain);
        differences = List.copyOf(differences);
    }

    static Look moving(Picture picture) {
        return new Look(picture, false, Comparison.certain(picture), List.of());
    }

    static Look still(Picture picture, List<Finding> differences) {
        return new Look(picture, true, Comparison.certain(picture), differences);
    }
}
