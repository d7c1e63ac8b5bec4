package dev.stampede.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.json.Json;
import java.util.Optional;

/**
 * A hint on the bus: there are new events. Whoever misses it finds them a little later.
 *
 * @param through the newest position
 */
public record EventsNumbered(long through) {
    static final String ADDRESS = "stampede.events.numbered";

    private static final int VERSION = 1;

    String write() {
        return Json.write(Json.object().put("v", VERSION).put("through", through));
    }

    /** Nothing when another build wrote it in another form. */
    static Optional<EventsNumbered> read(String text) {
        ObjectNode json = Json.readOwn(text);
        return json.path("v").intValue() == VERSION
                ? Optional.of(new EventsNumbered(json.path("through").longValue()))
                : Optional.empty();
    }
}
