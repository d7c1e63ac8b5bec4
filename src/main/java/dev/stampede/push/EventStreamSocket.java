package dev.stampede.push;

import dev.stampede.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * One consumer of the event log by server-sent events. It reads the next page only when the last one has left, so a slow
 * consumer costs one page of memory; when Postgres does not answer it tries again.
 */
final class EventStreamSocket {
    private static final int PAGE = 500;
    private static final long LOOK_EVERY_MS = 250;
    private static final int LOOKS_A_BEAT = 60;
    private static final int STALLED_LOOKS = 240;
    private static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final Vertx vertx;
    private final Context context;
    private final HttpServerResponse response;
    private final PgEventLog log;
    private long cursor;
    private boolean isReading;
    private boolean isStopped;
    private int quietLooks;
    private int stalledLooks;
    private long timer = -1;

    /** @param cursor the position behind which it begins */
    EventStreamSocket(Vertx vertx, HttpServerResponse response, PgEventLog log, long cursor) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.response = response;
        this.log = log;
        this.cursor = cursor;
    }

    void start() {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").write("retry: 1000\n\n");
        response.drainHandler(drained -> look());
        timer = vertx.setPeriodic(LOOK_EVERY_MS, tick -> tick());
        look();
    }

    /** Sends what is new, unless it is at it or the consumer is slow. */
    void look() {
        if (isReading || isStopped || response.writeQueueFull()) {
            return;
        }
        isReading = true;
        log.after(cursor, PAGE).onComplete(read -> {
            isReading = false;
            if (read.succeeded() && !isStopped) {
                send(read.result());
            }
        });
    }

    /** The answer is over; the client may come back for more. From any thread. */
    void end() {
        context.runOnContext(go -> {
            if (!isStopped) {
                response.end();
            }
        });
    }

    /** The connection is gone, or the answer over. */
    void stop() {
        isStopped = true;
        vertx.cancelTimer(timer);
    }

    private void send(List<LoggedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Buffer page = Buffer.buffer();
        for (LoggedEvent event : events) {
            page.appendString("id: " + event.position() + "\ndata: ")
                    .appendBytes(Json.bytes(event.json()))
                    .appendString("\n\n");
            cursor = event.position();
        }
        quietLooks = 0;
        response.write(page);
        if (events.size() == PAGE) {
            look();
        }
    }

    private void tick() {
        if (response.writeQueueFull()) {
            stalledLooks++;
            if (stalledLooks > STALLED_LOOKS) {
                response.reset();
            }
            return;
        }
        stalledLooks = 0;
        quietLooks++;
        if (quietLooks >= LOOKS_A_BEAT) {
            quietLooks = 0;
            response.write(BEAT);
        }
        look();
    }
}
