package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Exchange;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** {@code POST /v1/campaigns/{id}/reminders}: a shopper wants to be told; 201 the first time, 200 ever after. */
public final class ReminderRoutes implements Routes {
    private final PgReminders reminders;
    private final JwtGuard guard;
    private final InstantSource clock;

    public ReminderRoutes(PgReminders reminders, JwtGuard guard, InstantSource clock) {
        this.reminders = reminders;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        router.post("/v1/campaigns/:id/reminders").handler(guard.shopper()).handler(this::remember);
    }

    private void remember(RoutingContext context) {
        String id = CampaignRoutes.id(context);
        Exchange.refuseIfWrong(Fields.of(Exchange.body(context)));
        reminders
                .remember(id, JwtGuard.caller(context).subject(), clock.instant())
                .onSuccess(reminder -> {
                    ObjectNode json = Json.object();
                    json.put("campaignId", id);
                    json.put("createdAt", Times.write(reminder.createdAt()));
                    Exchange.answer(context, reminder.isNew() ? 201 : 200, json);
                })
                .onFailure(context::fail);
    }
}
