package dev.stampede.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stampede.http.Exchange;
import dev.stampede.http.Problem;
import dev.stampede.http.Refusal;
import dev.stampede.http.RoutedReply;
import dev.stampede.http.Routes;
import dev.stampede.identity.JwtGuard;
import dev.stampede.identity.Role;
import dev.stampede.json.Fields;
import dev.stampede.json.Json;
import dev.stampede.json.Violation;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the push service says where it wants to be told. */
public final class WebhookRoutes implements Routes {
    private static final String ALL = "/admin/v1/webhooks";
    private static final String ONE = ALL + "/:id";
    private static final int MAX_PAGE = 100;
    private static final int LONGEST_URL = 4_096;
    private static final Pattern ID = Pattern.compile("[0-9A-F][0-9A-HJKMNP-TV-Z]{12}");
    private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final Set<String> TYPES = Set.of(EventType.words());
    private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z_]+");

    private final PgWebhooks webhooks;
    private final WebhookHosts hosts;
    private final JwtGuard guard;
    private final RandomGenerator random;
    private final Runnable wake;

    /**
     * @param random makes secrets
     * @param wake asks for the events that wait to be sent soon
     */
    public WebhookRoutes(
            PgWebhooks webhooks, WebhookHosts hosts, JwtGuard guard, RandomGenerator random, Runnable wake) {
        this.webhooks = webhooks;
        this.hosts = hosts;
        this.guard = guard;
        this.random = random;
        this.wake = wake;
    }

    @Override
    public void mount(Router router) {
        Handler<RoutingContext> push = guard.operations(Role.PUSH);
        router.post(ALL).handler(push).handler(this::create);
        router.get(ALL).handler(push).handler(this::list);
        router.get(ONE).handler(push).handler(context -> answer(context, webhooks.find(id(context))));
        router.delete(ONE).handler(push).handler(this::delete);
        router.post(ONE + "/rotate").handler(push).handler(this::rotate);
        router.post(ONE + "/replay").handler(push).handler(this::replay);
        router.post(ONE + "/enable").handler(push).handler(this::enable);
        router.get(ONE + "/deliveries").handler(push).handler(this::deliveries);
    }

    private void create(RoutingContext context) {
        Fields body = Fields.of(Exchange.body(context));
        String url = body.text("url", 1, LONGEST_URL);
        String complaint = body.isClean("url") ? hosts.complaint(url) : null;
        if (complaint != null) {
            body.violation("url", "pattern", complaint);
        }
        List<String> events = body.texts("events", TYPE, TYPES.size());
        if (!TYPES.containsAll(events) || Set.copyOf(events).size() != events.size()) {
            body.violation("events", "choice", "must be different types of events");
        }
        Exchange.refuseIfWrong(body);
        WebhookSecret secret = WebhookSecret.make(random);
        Exchange.answer(
                context,
                201,
                webhooks.create(url, events, secret, JwtGuard.caller(context).subject())
                        .map(made -> WebhookJson.write(made.orElseThrow(WebhookRoutes::tooMany), secret)));
    }

    private void list(RoutingContext context) {
        int limit = Exchange.limit(context, MAX_PAGE);
        String after = Objects.requireNonNullElse(cursor(context, ID), "");
        Exchange.answer(
                context,
                200,
                webhooks.list(after, limit + 1).map(found -> page(found, limit, WebhookJson::write, Webhook::id)));
    }

    private void delete(RoutingContext context) {
        webhooks.delete(id(context))
                .onSuccess(found -> {
                    if (found) {
                        new RoutedReply(context).end(204, Buffer.buffer());
                    } else {
                        context.fail(Refusal.of(404, "NOT_FOUND"));
                    }
                })
                .onFailure(context::fail);
    }

    private void rotate(RoutingContext context) {
        Exchange.refuseIfWrong(Fields.of(Exchange.body(context)));
        WebhookSecret secret = WebhookSecret.make(random);
        answer(context, webhooks.rotate(id(context), secret), webhook -> WebhookJson.write(webhook, secret));
    }

    private void replay(RoutingContext context) {
        Fields body = Fields.of(Exchange.body(context));
        String after = body.matching("after", POSITION);
        Exchange.refuseIfWrong(body);
        answer(context, webhooks.replay(id(context), Long.parseLong(after)).onSuccess(done -> wake.run()));
    }

    private void enable(RoutingContext context) {
        Exchange.refuseIfWrong(Fields.of(Exchange.body(context)));
        answer(context, webhooks.enable(id(context)).onSuccess(done -> wake.run()));
    }

    private void deliveries(RoutingContext context) {
        String id = id(context);
        int limit = Exchange.limit(context, MAX_PAGE);
        String before = cursor(context, POSITION);
        Exchange.answer(
                context,
                200,
                webhooks.find(id)
                        .map(WebhookRoutes::existing)
                        .compose(found ->
                                webhooks.deliveries(id, before == null ? null : Long.valueOf(before), limit + 1))
                        .map(found -> page(
                                found,
                                limit,
                                logged -> WebhookJson.write(logged.delivery()),
                                logged -> Long.toString(logged.id()))));
    }

    /** One row more than the page holds was asked for: it only tells that there is a next page. */
    private static <T> ObjectNode page(
            List<T> found, int limit, Function<T, ObjectNode> json, Function<T, String> cursor) {
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        found.stream().limit(limit).map(json).forEach(items::add);
        if (found.size() > limit) {
            page.put("nextCursor", cursor.apply(found.get(limit - 1)));
        }
        return page;
    }

    private static void answer(RoutingContext context, Future<Optional<Webhook>> found) {
        answer(context, found, WebhookJson::write);
    }

    private static void answer(
            RoutingContext context, Future<Optional<Webhook>> found, Function<Webhook, ObjectNode> json) {
        Exchange.answer(context, 200, found.map(webhook -> json.apply(existing(webhook))));
    }

    private static Webhook existing(Optional<Webhook> found) {
        return found.orElseThrow(() -> Refusal.of(404, "NOT_FOUND"));
    }

    /** Nothing else can be one, so whatever else is asked for is not there. */
    private static String id(RoutingContext context) {
        String id = context.pathParam("id");
        if (!ID.matcher(id).matches()) {
            throw Refusal.of(404, "NOT_FOUND");
        }
        return id;
    }

    private static @Nullable String cursor(RoutingContext context, Pattern form) {
        String text = Exchange.query(context, "cursor");
        if (text != null && !form.matcher(text).matches()) {
            throw invalid("/cursor", "pattern", "must be a cursor of this list");
        }
        return text;
    }

    private static Refusal tooMany() {
        return invalid("/url", "conflict", "there are " + PgWebhooks.MOST + " webhooks, no more are kept");
    }

    private static Refusal invalid(String pointer, String code, String detail) {
        return new Refusal(Problem.invalid(List.of(new Violation(pointer, code, detail))));
    }
}
