package dev.stampede.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.campaign.PgReminders.Reminder;
import dev.stampede.http.Exchange;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import dev.stampede.json.Json;
import dev.stampede.json.Times;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;

/** {@code GET /admin/v1/campaigns/{id}/reminders}: whom the push service has to tell. */
public final class ReminderListRoutes implements Routes {
    private static final int MAX_PAGE = 100;

    private final PgReminders reminders;
    private final JwtGuard guard;

    public ReminderListRoutes(PgReminders reminders, JwtGuard guard) {
        this.reminders = reminders;
        this.guard = guard;
    }

    @Override
    public void mount(Router router) {
        router.get("/admin/v1/campaigns/:id/reminders")
                .handler(guard.operations(Role.PUSH))
                .handler(this::list);
    }

    private void list(RoutingContext context) {
        int limit = Exchange.limit(context, MAX_PAGE);
        String after = Objects.requireNonNullElse(CampaignRoutes.cursor(context), "");
        Exchange.answer(
                context,
                200,
                reminders.page(CampaignRoutes.id(context), after, limit + 1).map(found -> page(found, limit)));
    }

    private static ObjectNode page(List<Reminder> found, int limit) {
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        found.stream().limit(limit).forEach(reminder -> items.addObject()
                .put("shopperId", reminder.shopperId())
                .put("createdAt", Times.write(reminder.createdAt())));
        if (found.size() > limit) {
            page.put("nextCursor", found.get(limit - 1).id());
        }
        return page;
    }
}
