package dev.stampede.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far one socket is in one topic. What happens before its view has come waits here. */
final class Subscription {
    private final long lastSeq;
    private final List<Told> early = new ArrayList<>(0);
    private boolean hasView;
    private long seq;

    /** @param lastSeq the newest position that the client has, or -1 */
    Subscription(long lastSeq) {
        this.lastSeq = lastSeq;
    }

    boolean hasView() {
        return hasView;
    }

    /** Whether the event is to be sent now. Each is once, however often it is offered. */
    boolean isNews(Told event) {
        if (!hasView) {
            early.add(event);
            return false;
        }
        if (event.position() <= seq) {
            return false;
        }
        seq = event.position();
        return true;
    }

    /** The view has come: the snapshot, or the missed events of a client who resumes, and what happened meanwhile. */
    List<byte[]> begin(View view) {
        List<byte[]> messages = new ArrayList<>();
        Optional<List<Told>> missed = lastSeq < 0 ? Optional.empty() : view.behind(lastSeq);
        missed.ifPresentOrElse(
                events -> events.forEach(event -> messages.add(event.message())), () -> messages.add(view.snapshot()));
        hasView = true;
        seq = view.seq();
        early.stream().filter(this::isNews).forEach(event -> messages.add(event.message()));
        early.clear();
        return messages;
    }
}
