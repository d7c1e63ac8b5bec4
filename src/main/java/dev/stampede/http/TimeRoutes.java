package dev.stampede.http;

import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** What time it is here, for clients that count down to an opening. */
public final class TimeRoutes implements Routes {
    private final InstantSource clock;

    public TimeRoutes(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        router.get("/v1/time").handler(this::now);
    }

    private void now(RoutingContext context) {
        Exchange.answer(context, 200, Json.object().put("now", Times.write(clock.instant())));
    }
}
