package dev.stampede.feed;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way out to one client. It writes while the client reads; when it does not, what waits is bounded, and so is the wait. */
final class LineSocket {
    private static final int QUEUE_BYTES = 64 * 1_024;
    private static final long STUCK_MS = 5_000;
    private static final long PING_MS = 25_000;
    private static final long CLOSE_WITHIN_MS = 2_000;
    private static final long NEVER = -1;

    private final ServerWebSocket socket;
    private final Runnable abort;
    private final InstantSource clock;
    private final Figures figures;
    private final Mailbox mailbox = new Mailbox();
    private long stuckSince = NEVER;
    private long pingedAt;
    private long endedAt;
    private @Nullable Ending ending;

    /** @param abort ends the connection without a word */
    LineSocket(ServerWebSocket socket, Runnable abort, InstantSource clock, Figures figures) {
        this.socket = socket;
        this.abort = abort;
        this.clock = clock;
        this.figures = figures;
        this.pingedAt = clock.millis();
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        socket.drainHandler(drained -> flush());
    }

    /** Why it was ended from here; nothing while it stands, or when the client left. */
    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    /** Sends what must arrive; a client for whom too much waits is ended. */
    void send(byte[] message) {
        if (isFree()) {
            write(message);
        } else if (mailbox.keep(message)) {
            stuck();
        } else {
            end(Ending.TOO_SLOW);
        }
    }

    /** Sends the newest value of a topic, in place of the one that still waits. */
    void show(Topic topic, byte[] tick) {
        if (isFree()) {
            write(tick);
            return;
        }
        if (mailbox.replace(topic, tick)) {
            figures.conflated().accept(1);
        }
        stuck();
    }

    void forget(Topic topic) {
        mailbox.forget(topic);
    }

    /** Once a second: keeps the connection from looking idle, and ends a client who does not read. */
    void beat() {
        long now = clock.millis();
        if (ending != null) {
            breakOff(now);
        } else if (stuckSince != NEVER && now - stuckSince > STUCK_MS) {
            end(Ending.TOO_SLOW);
        } else if (now - pingedAt >= PING_MS && !socket.isClosed() && !socket.writeQueueFull()) {
            pingedAt = now;
            socket.writePing(Buffer.buffer());
        }
    }

    /** Closes it; what still waits here is not sent. */
    void end(Ending why) {
        if (ending == null) {
            ending = why;
            endedAt = clock.millis();
            socket.close(why.code(), why.word());
        }
    }

    /** The farewell to a client who does not read would wait behind all the rest for ever. */
    private void breakOff(long now) {
        if (now - endedAt > CLOSE_WITHIN_MS) {
            abort.run();
        }
    }

    private boolean isFree() {
        return mailbox.isEmpty() && !socket.writeQueueFull();
    }

    private void stuck() {
        if (stuckSince == NEVER) {
            stuckSince = clock.millis();
        }
    }

    private void flush() {
        while (!socket.writeQueueFull()) {
            Optional<byte[]> next = mailbox.next();
            if (next.isEmpty()) {
                stuckSince = NEVER;
                return;
            }
            write(next.get());
        }
        stuckSince = clock.millis();
    }

    /** The frame around the shared bytes is its own: its reference count can't be shared. A text frame has no public way. */
    private void write(byte[] message) {
        if (ending == null && !socket.isClosed()) {
            figures.sent().accept(1);
            socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, message, true));
        }
    }
}
