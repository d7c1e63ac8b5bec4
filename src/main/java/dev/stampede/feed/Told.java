package dev.stampede.feed;

/** An event on its way to everybody who listens to its topic, encoded once for all of them. */
final class Told {
    private final Topic topic;
    private final long position;
    private final byte[] message;

    /** @param message never written to again */
    Told(Topic topic, long position, byte[] message) {
        this.topic = topic;
        this.position = position;
        this.message = message;
    }

    Topic topic() {
        return topic;
    }

    /** In the event log. */
    long position() {
        return position;
    }

    byte[] message() {
        return message;
    }
}
