package dev.stampede.feed;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What waits for a socket that does not read fast enough: a bounded number of messages, and one tick of each topic. */
final class Mailbox {
    private static final int MOST_MESSAGES = 64;

    private final ArrayDeque<byte[]> messages = new ArrayDeque<>(0);
    private final Map<Topic, byte[]> ticks = new LinkedHashMap<>(0);

    /** Keeps a message that must arrive; false when there is no room. */
    boolean keep(byte[] message) {
        return messages.size() < MOST_MESSAGES && messages.add(message);
    }

    /** Keeps the newest value of a topic; true when an older one went away for it. */
    boolean replace(Topic topic, byte[] tick) {
        return ticks.put(topic, tick) != null;
    }

    void forget(Topic topic) {
        ticks.remove(topic);
    }

    boolean isEmpty() {
        return messages.isEmpty() && ticks.isEmpty();
    }

    /** The next to be sent: messages in their order, then ticks. */
    Optional<byte[]> next() {
        if (!messages.isEmpty()) {
            return Optional.of(messages.remove());
        }
        var oldest = ticks.entrySet().iterator();
        if (!oldest.hasNext()) {
            return Optional.empty();
        }
        byte[] tick = oldest.next().getValue();
        oldest.remove();
        return Optional.of(tick);
    }
}
