package dev.stampede.participation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.kind.Action;
import org.jspecify.annotations.Nullable;

/** A command's body, which any number of commands may share, and what was read in it last. */
final class Body {
    private final ObjectNode json;
    private volatile @Nullable Reading<?, ?> last;

    /** @param json not to be changed by anybody from here on */
    Body(ObjectNode json) {
        this.json = json;
    }

    /**
     * What the action finds in it, as the campaign stands in this snapshot. Any thread. Snapshots are told apart by identity: to
     * compare what they hold would take longer than to read again.
     */
    @SuppressWarnings("ReferenceEquality")
    <R> Reading<?, ?> readBy(Action<R, ?> action, Live<R> live) {
        Reading<?, ?> reading = last;
        if (reading == null || reading.live() != live || reading.action() != action) {
            reading = Reading.of(live, action, json);
            last = reading;
        }
        return reading;
    }
}
