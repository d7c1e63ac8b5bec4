package dev.stampede.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Exchange;
import dev.stampede.http.InFlight;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.json.Violation;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The event log for the push service: page by page behind a cursor, or as a stream that does not end. One event loop. */
public final class EventRoutes implements Routes {
    private static final int MOST_A_PAGE = 1_000;
    private static final int MOST_STREAMS = 64;
    private static final Pattern CURSOR = Pattern.compile("0|[1-9][0-9]{0,15}");

    private final PgEventLog log;
    private final BusEventHints hints;
    private final JwtGuard guard;
    private final Set<EventStreamSocket> streams = ConcurrentHashMap.newKeySet();

    public EventRoutes(PgEventLog log, BusEventHints hints, JwtGuard guard) {
        this.log = log;
        this.hints = hints;
        this.guard = guard;
    }

    @Override
    public void mount(Router router) {
        Handler<RoutingContext> push = guard.operations(Role.PUSH);
        router.get("/admin/v1/events").handler(push).handler(this::page);
        router.get("/admin/v1/events/stream").handler(push).handler(this::stream);
        hints.listen(hint -> streams.forEach(EventStreamSocket::look));
    }

    /** Ends every stream; their clients come back elsewhere, with the last id they saw. */
    public void drain() {
        streams.forEach(EventStreamSocket::end);
    }

    private void page(RoutingContext context) {
        long after = cursor(Exchange.query(context, "after"), "/after");
        int limit = Exchange.limit(context, MOST_A_PAGE);
        Exchange.answer(context, 200, log.after(after, limit).map(events -> page(events, after)));
    }

    private static ObjectNode page(List<LoggedEvent> events, long after) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        events.forEach(event -> items.add(event.json()));
        long next = events.isEmpty() ? after : events.get(events.size() - 1).position();
        return json.put("nextCursor", Long.toString(next));
    }

    private void stream(RoutingContext context) {
        String last = context.request().getHeader("Last-Event-ID");
        long after = last == null || last.isEmpty()
                ? cursor(Exchange.query(context, "after"), "/after")
                : cursor(last, "/Last-Event-ID");
        if (streams.size() >= MOST_STREAMS) {
            throw Refusal.of(503, "BUSY");
        }
        InFlight.leave(context);
        EventStreamSocket stream = new EventStreamSocket(context.vertx(), context.response(), log, after);
        streams.add(stream);
        context.addEndHandler(ended -> {
            streams.remove(stream);
            stream.stop();
        });
        stream.start();
    }

    private static long cursor(@Nullable String text, String pointer) {
        if (text == null) {
            return 0;
        }
        if (!CURSOR.matcher(text).matches()) {
            throw new Refusal(
                    Problem.invalid(List.of(new Violation(pointer, "pattern", "must be a cursor of this log"))));
        }
        return Long.parseLong(text);
    }
}
