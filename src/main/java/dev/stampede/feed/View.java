package dev.stampede.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a socket needs to join a topic. */
final class View {
    /** More than so many events are not resumed. */
    static final int MOST_RESUMED = 100;

    private final long seq;
    private final byte[] snapshot;
    private final List<Told> newest;
    private final long since;

    /**
     * @param seq everything up to this position is in it; what comes behind it is still to be told
     * @param snapshot the message for who begins; never written to again
     * @param newest events up to {@code seq}, newest first, at most one more than may be resumed
     * @param since all events behind this position are in {@code newest}, or the newest of them
     */
    View(long seq, byte[] snapshot, List<Told> newest, long since) {
        this.seq = seq;
        this.snapshot = snapshot;
        this.newest = List.copyOf(newest);
        this.since = since;
    }

    long seq() {
        return seq;
    }

    byte[] snapshot() {
        return snapshot;
    }

    /** The events behind a position, oldest first; nothing when they are too many or too long ago for that. */
    Optional<List<Told>> behind(long position) {
        if (position < since || position > seq) {
            return Optional.empty();
        }
        List<Told> missed = new ArrayList<>();
        for (Told told : newest) {
            if (told.position() > position) {
                missed.add(0, told);
            }
        }
        return missed.size() > MOST_RESUMED ? Optional.empty() : Optional.of(missed);
    }
}
