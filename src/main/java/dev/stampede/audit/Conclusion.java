package dev.stampede.audit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the looks at one campaign prove.
 *
 * @param last the newest picture
 * @param violations proven, each once
 * @param isMoving whether nothing can be said about its differences
 */
record Conclusion(Picture last, List<Finding> violations, boolean isMoving) {
    Conclusion {
        violations = List.copyOf(violations);
    }

    /** @param second a second later; null when the first look found no differences */
    static Conclusion of(Look first, @Nullable Look second) {
        Set<Finding> violations = new LinkedHashSet<>(first.certain());
        if (second == null) {
            return new Conclusion(first.picture(), List.copyOf(violations), !first.isStill());
        }
        violations.addAll(second.certain());
        List<Finding> lasting = second.differences().stream()
                .filter(first.differences()::contains)
                .toList();
        violations.addAll(lasting);
        boolean isSettled = !lasting.isEmpty() || second.differences().isEmpty();
        return new Conclusion(second.picture(), List.copyOf(violations), !second.isStill() || !isSettled);
    }

    CampaignFigures figures(Listed listed) {
        Books books = last.books();
        return new CampaignFigures(
                listed.id(),
                listed.kind(),
                books.state(),
                books.allocated(),
                last.available(),
                books.held(),
                books.sold(),
                last.unsettledBatches(),
                Math.min(books.pendingHolds().size(), Books.MOST_HOLDS),
                isMoving);
    }
}
